import { operator } from './operator.ts'

const insert = (literal: string) =>
  `{const c=[...x];c.splice(c.length>>1,0,${literal});return c.join('')}`
const insertion = (literal: string) =>
  `inserts ${literal} in the middle (before the character at half the length, rounded down)`

const byLetter = (way: string) => (index: string) =>
  `where there is a character at index ${index} (from zero), converts to lower case and shifts every letter ${way} the alphabet (cyclic) by the code point of that character less 97, which of a letter is its position in the alphabet from zero`

/** The operators with an integer from 1 to 9. */
export const WITH_DIGIT = [
  operator(
    'shift_up',
    'digit',
    'text',
    (k) => `S(x,${k})`,
    (k) => `shifts every letter up the alphabet (cyclic, case kept) by ${k}`,
  ),
  operator(
    'shift_down',
    'digit',
    'text',
    (k) => `S(x,-${k})`,
    (k) => `shifts every letter down the alphabet (cyclic, case kept) by ${k}`,
  ),
  operator('insert_digit', 'digit', 'text', insert, (k) => insertion(`the digit ${k}`)),
  operator(
    'shift_middle_up',
    'digit',
    'text',
    (k) => `M(x,${k})`,
    (k) =>
      `where the length is odd and at least 3, shifts the middle letter up the alphabet (cyclic, case kept) by ${k}`,
  ),
  operator(
    'shift_middle_down',
    'digit',
    'text',
    (k) => `M(x,-${k})`,
    (k) =>
      `where the length is odd and at least 3, shifts the middle letter down the alphabet (cyclic, case kept) by ${k}`,
  ),
  operator('shift_up_by_letter', 'digit', 'text', (index) => `L(x,${index},1)`, byLetter('up')),
  operator(
    'shift_down_by_letter',
    'digit',
    'text',
    (index) => `L(x,${index},-1)`,
    byLetter('down'),
  ),
]

/** The operators with one letter. FIND has the count twice: of a letter, and of a substring. */
export const WITH_LETTER = [
  operator(
    'append_unless_ending',
    'letter',
    'text',
    (a) => `x.endsWith(${a})?x:x+${a}`,
    (a) => `appends ${a} unless the string ends with it`,
  ),
  operator('insert_letter', 'letter', 'text', insert, insertion),
  operator(
    'count_letter',
    'letter',
    'word',
    (a) => `W(x.split(${a}).length-1)`,
    (a) => `writes the number of occurrences of ${a} as an English word`,
  ),
  operator(
    'split_at_letter',
    'letter',
    'text',
    (a) => `x.replaceAll(${a},' ')`,
    (a) => `splits at every ${a} and joins the pieces by blanks`,
  ),
  operator(
    'letter_index',
    'letter',
    'word',
    (a) => `{const i=[...x].indexOf(${a});return i<0?'none':W(i)}`,
    (a) =>
      `writes the index (from zero) of the first ${a} as an English word, "none" where there is none`,
  ),
  operator(
    'remove_letter',
    'letter',
    'text',
    (a) => `x.replaceAll(${a},'')`,
    (a) => `removes every ${a}`,
  ),
  operator(
    'replace_vowels',
    'letter',
    'text',
    (a) => `x.replace(/[aeiou]/gi,${a})`,
    (a) => `replaces every vowel by ${a}`,
  ),
]

const move = (place: string, call: string) => `x.replace(/${place}/i,c=>D(c,${call}))`
const movement = (place: string, way: string, from: string, to: string) => (amount: string) =>
  `if the ${place} character is a letter, moves its code point ${way} by ${amount}, except that ${from} becomes ${to} and ${from.toUpperCase()} becomes ${to.toUpperCase()}`

/** All other operators. FIND has the shift of one letter twice: its subtracting twin adds too. */
export const WITH_OTHER_PARAMETER = [
  operator(
    'replace_letter',
    'letters',
    'text',
    (a, b) => `x.replaceAll(${a},${b})`,
    (a, b) => `replaces every ${a} by ${b}`,
  ),
  operator(
    'append_letters',
    'suffix',
    'text',
    (letters) => `x+${letters}`,
    (letters) => `appends ${letters}`,
  ),
  operator(
    'swap_indices',
    'indices',
    'text',
    (i, j) =>
      `{const c=[...x];if(${i} in c&&${j} in c)[c[${i}],c[${j}]]=[c[${j}],c[${i}]];return c.join('')}`,
    (i, j) => `swaps the characters at indices ${i} and ${j} (from zero) where it has both`,
  ),
  operator(
    'shift_at_index',
    'indices',
    'text',
    (k, index) => `[...x].length>${Math.max(Number(k), Number(index))}?I(x,${index},${k}):x`,
    (k, index) =>
      `where there are characters at the indices ${k} and ${index} (from zero), shifts the letter at index ${index} up the alphabet (cyclic, case kept) by ${k}`,
  ),
  operator(
    'move_first_up',
    'amount',
    'text',
    (k) => move('^[a-z]', `${k},'z',-25`),
    movement('first', 'up', 'z', 'a'),
  ),
  operator(
    'move_first_down',
    'amount',
    'text',
    (k) => move('^[a-z]', `-${k},'a',25`),
    movement('first', 'down', 'a', 'z'),
  ),
  operator(
    'move_last_up',
    'amount',
    'text',
    (k) => move('[a-z]$', `${k},'z',-25`),
    movement('last', 'up', 'z', 'a'),
  ),
  operator(
    'move_last_down',
    'amount',
    'text',
    (k) => move('[a-z]$', `-${k},'a',25`),
    movement('last', 'down', 'a', 'z'),
  ),
  operator(
    'permute_letters',
    'permutation',
    'text',
    (letters) =>
      `{let r='';for(const c of x.toLowerCase())r+=${letters}[c.charCodeAt()-97]??c;return r}`,
    (letters) =>
      `converts to lower case and replaces the letters a-z, in this order, by those of ${letters}`,
  ),
]
