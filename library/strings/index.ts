/**
 * The public library of string operators (FIND, section 3.2; arXiv 2309.03886): what there is
 * to find, without a word on which functions were made of it. A function is
 * `program([inner, outer])`; an operator's arguments come from `PARAMETER_SPACES`.
 *
 * Characters are Unicode code points. Letters, vowels and digits are ASCII, `y` is a consonant,
 * white space is `\s`; only the case operators change other scripts too, as JavaScript does.
 * Numbers become English words up to thirty, above `unknown`. Where a character that an operator
 * needs is missing, the input stays unchanged; where the output is a part of the input, it is
 * empty; where it is a position in the alphabet, it is `zero`.
 */
export { LETTERS, LOWER_LETTERS, PARAMETER_SPACES } from './parameters.ts'
export type { Operator } from './operator.ts'
export { compile, operatorNamed, OPERATORS, program } from './program.ts'
export type { Step } from './program.ts'
