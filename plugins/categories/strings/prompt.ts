import type { Prompt } from '../../model.ts'

/** What a model is told; a change of it is another version, to which a test holds it. */
export const prompt: Pick<
  Prompt<never>,
  'version' | 'task' | 'method' | 'reading' | 'judged' | 'example'
> = {
  version: '3',
  task: `You are a scientist. Before you is a black box: a function of strings. It takes any string, be it empty, of letters, digits, blanks, punctuation or other scripts, and returns a string. Find out what it computes.

What may be in the box:
- An operation on characters, on their order or case, on words, or on the whole string; it may also tell something about the string instead of changing it.
- Two operations, one after the other: the second works on what the first returned.
- Chance: the same input may give different outputs.
- A local corruption: some sort of input may be treated by another rule.
Any of these may be absent.`,
  method: `How to find out:
1. Look first: about 20 inputs of different kinds: the empty string, single letters, both alphabets, all digits, a word in lower, upper and mixed case, several words, blanks at the ends and doubled, punctuation, a repeated letter, a long sentence. Run one input three times, to see chance.
2. Write down two or three hypotheses. Choose inputs at which they disagree.
3. Change one thing at a time and compare: the case, one letter, its place, the length (odd and even), one word more. Learn whether a character is treated by what it is, by where it stands, or by what else is in the string.
4. Some operations concern one letter or one position and do nothing without it. Try every letter in both cases, and every position up to ten or so.
5. If no single operation explains the outputs, look for two. Find inputs on which one of them does nothing, learn the other there, then settle their order.
6. Look at the edges: the empty string, one or two characters, strings that are too short or lack the letter, letters at the ends of the alphabet, digits, tabs, accents, emoji.
7. Before you answer, test your code on all that was seen. Then predict the outputs of new inputs of every kind, then run them. If one prediction fails, something is wrong: go back to 2.`,
  reading: `You cannot run the function: all you have is examples of it. Consider several rules, single operations and two in a row, and choose the simplest that explains every example to the character.`,
  judged: `What is judged:
- The code, at many new strings, where each output must be right to the character: everyday strings, and hard ones: empty, very short, hundreds of characters long, with blanks, digits, punctuation, other scripts and emoji.
- A rule, not a table: the code may be little longer than the shortest that is right, names and comments aside. Code that lists observed inputs explains nothing and is not accepted.
- The confidence, against what the code turns out to be: say 0.9 where nine of ten such answers would be right.
- Where there is chance, return one likely output, always the same, and describe the chance.
- Description and domain: a reader who has nothing else must be able to tell the outputs.`,
  example: `You write:
It may change the case, or the order. Three strings will tell.
[RUN] ["abc", "Ab c", ""]
You are told:
[OUTPUT] [["abc","ABC"],["Ab c","AB C"],["",""]]
You have 97 queries and 19 turns left.
You write:
All letters become capitals, and nothing moves. Now digits and other scripts.
[RUN] ["a1-b", "straße", "éa"]`,
}
