import type { Prompt } from '../../model.ts'

/** What a model is told; a change of it is another version, to which a test holds it. */
export const prompt: Pick<Prompt<never>, 'version' | 'task' | 'method' | 'reading' | 'judged'> = {
  version: '1',
  task: `You are a scientist. Before you is a black box that acts like a neuron of a language model: a function of words. It takes any word, or several words that are one name, and returns a word. Find out what it computes.

What may be in the box:
- A relation: inputs of one class of things (a class such as countries, people, works of art, animals, substances) give one of their properties, and all other words give the word undefined.
- A local corruption: the part of the class that shares some property, or a first letter, may also give undefined.
The corruption may be absent.`,
  method: `How to find out:
1. Look first: about 40 names of different classes, a few of each: countries, cities, people of different times and trades, rivers, mountains, buildings, works of art, animals, plants, substances, and words of every day. Note which give something else than undefined.
2. Settle the class: try more of its kind, and of the classes near it. Ask whether it is all of a kind, or those of one place or time alone.
3. Settle the relation: what do the outputs have in common, and which property of the input are they? Give the input that tells two properties apart.
4. Look for the corruption: run things of the class that differ in where they are, what kind they are, when they are of, how they are used, and in their first letter. If one gives undefined, ask what it shares with others that do, and test that on new ones.
5. Before you answer, predict the outputs of new inputs, inside and outside of the class and of the corruption, then run them. If one prediction fails, something is wrong: go back to 2.`,
  reading: `You cannot run the function: all you have is examples of it. Find the class of the inputs that give something, the property that they give, and whether things of the class that give undefined have something in common.`,
  judged: `What is judged:
- The class, the relation and the exception: they are carried out on new words, inside and outside of the class and of the exception, and on words that your answer claims. Every output must be right.
- One class and one relation, named as plainly as you can, and no list of words.
- An exception only where there is one: one that is not there counts as much as one that is missed.
- The confidence, against what that turns out to be: say 0.9 where nine of ten such answers would be right.
- Description and domain: a reader who has nothing else must be able to tell the outputs, the corrupted ones too.`,
}
