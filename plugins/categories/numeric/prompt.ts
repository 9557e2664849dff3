import type { Prompt } from '../../model.ts'

/** What a model is told; a change of it is another version, to which a test holds it. */
export const prompt: Pick<
  Prompt<never>,
  'version' | 'task' | 'method' | 'reading' | 'judged' | 'example'
> = {
  version: '3',
  task: `You are a scientist. Before you is a black box: a function of numbers. It takes one real number x between -128 and 128, both included, and returns one number, which is NaN or infinite where the function is undefined. Find out what it computes.

What may be in the box:
- A rule: an elementary function, or a sum, a product or another combination of such functions, perhaps with different rules on different sides of some point.
- Noise: every run may add a new random error, whose mean need not be zero.
- A local corruption: in some interval, or everywhere beyond some bound, the outputs may have nothing to do with the rule. The place can be narrow.
- An approximation: the box may be a small neural network that was fitted to a rule. It is near the rule where it was fitted, and drifts away from it elsewhere.
Any of these may be absent.`,
  method: `How to find out:
1. Look first: about 30 inputs over the whole domain, among them both bounds, zero, negative numbers and fractions. Run one input five times: equal outputs mean no noise.
2. Write down two or three hypotheses. Choose inputs at which they disagree. Look closely where outputs jump, bend, repeat or grow. Steps of 0.1 show oscillations and narrow peaks that whole numbers hide.
3. Compute the parameters from the outputs. Where there is noise, use many inputs, or means of repeated ones. A parameter that comes out next to a simple number is probably that number.
4. Search for local departures, whether you suspect any or not: sweep the domain from -128 to 128 in steps of 2 or less, both ends included (that is 129 queries or more), and compare every output with what your rule predicts. That a rule fits most points says nothing of the others. Where it fails, find both ends of the place by halving, and run several inputs inside to tell what the function does there.
5. Before you answer, test your code on all that was seen. Then predict outputs at new inputs all over the domain, then run them. If a prediction fails by more than the noise, something is wrong: go back to 2.`,
  reading: `You cannot run the function: all you have is examples of it. Consider several rules, and choose the simplest that explains every example. An example that no simple rule explains may be noise, or lie in a local departure.`,
  judged: `What is judged:
- The code, at many new inputs from -128 to 128 and beyond, out to 512 on either side. It is compared with the function free of noise: return the mean of the outputs, and draw nothing at random. The mean squared error must be below a billionth of the variance of the outputs (a ten-thousandth beyond the domain): parameters have one decimal, so find them exactly. Inside of a local departure it is judged apart, where a hundredth will do; nobody judges what it does there beyond the domain.
- A law, not a table: the code may be little longer than the shortest that is right, names and comments aside. Code that lists observed values, or joins them by lines, explains nothing and is not accepted.
- The confidence, against what the code turns out to be: say 0.9 where nine of ten such answers would be right.
- Description and domain: a reader who has nothing else must be able to tell the outputs.`,
  example: `You write:
It may be a line. Three points will tell.
[RUN] [0, 1, 10]
You are told:
[OUTPUT] [[0,1],[1,3],[10,21]]
You have 97 queries and 19 turns left.
You write:
All three lie on 2x + 1. Now I look for a departure.
[RUN] [-128, -64, -0.5, 64, 128]`,
}
