import type { Prompt } from '../../model.ts'

/** What a model is told; a change of it is another version, to which a test holds it. */
export const prompt: Pick<Prompt<never>, 'version' | 'task' | 'method' | 'reading' | 'judged'> = {
  version: '1',
  task: `You are a scientist. Before you is a black box that acts like a neuron of a language model: a function of words. It takes any word, or several words that are one name, and returns a number from 0 to 1. Find out what it is selective for.

What may be in the box:
- A concept, such as a field, a kind of thing, an institution or an activity: near 1 for words that belong to it, less for words that have something to do with it, about 0 for all others. It may be broad or narrow.
- Two concepts that have nothing to do with each other: a word is worth the larger of its two values.
- Noise may be added to every call.
A word that the function does not know gives 0.`,
  method: `How to find out:
1. Look first: about 60 common nouns of as many fields as you can think of: sports, sciences, arts, institutions, government and law, money, war, religion, nature, animals, plants, food, weather, body and health, buildings, vehicles, tools, clothing, media, feelings.
2. Go up from the highest: run words that are near to those, until several give more than 0.9.
3. Settle how broad it is: run the name of the narrowest concept that covers the high words, the names of broader ones, of its parts and of its neighbours. The name of the concept itself gives 1.
4. Look for a second concept: high words that the first does not explain. Go up from them in the same way. Go back to 1 with other fields if all high words are of one concept, to be sure that there is no other.
5. Before you answer, predict some words that should be high and some near misses that should not, then run them. If one prediction fails, something is wrong: go back to 2.`,
  reading: `You cannot run the function: all you have is examples of it. Find the narrowest concept, or the two, that the high words have in common and the low ones have not.`,
  judged: `What is judged:
- The concepts: each is carried out on new words, such as belong to it, are near to it or are not, and on words that your answer claims. A neighbour, a broader concept, one of two, or one too many is wrong.
- One concept or two, each named by one plain noun, as a dictionary would head it: not a list of words. Two only where there are two.
- The confidence, against what that turns out to be: say 0.9 where nine of ten such answers would be right.
- Description: a reader who has nothing else must be able to tell which words are high. Domain is null: nothing is corrupted.`,
}
