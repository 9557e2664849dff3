import type { Prompt } from '../../model.ts'
import { circuitForm } from './answer.ts'
import { experimentsOn, manuals } from './experiments.ts'

/** What a model is told; a change of it is another version, to which a test holds it. */
export const prompt: Prompt<'circuits'> = {
  version: '1',
  task: `You are a scientist. Before you is a small transformer that does one task. Find its circuit: the components, attention heads and MLPs, that do the task, and what each of them does. All others are distractors: they are active as well, and what they write changes no answer.

Components are named by their hook points: blocks.1.attn.hook_result[2] is head 2 of layer 1, blocks.1.hook_mlp_out the MLP of layer 1.
The model comes with pairs of prompts: a clean one, and what it becomes when some of its tokens are replaced, which changes the answer. Activations can be exchanged between the two runs.
Roles: previous-token (attends to the token before), duplicate-token (to an earlier copy of the token), induction (to what stood behind an earlier copy), inhibition (tells later heads what not to attend to), mover (copies what it attends to into the answer), negative-mover (the same with the opposite sign), backup-mover (works only where movers are missing), aggregator (counts or averages over positions), indicator (computes a function of what is at its own position: as a rule an MLP), gate (lets something through only together with something else), lookup (recalls what is known of a token).`,
  method: `How to find out:
1. Describe the box, and think about which steps the task needs.
2. Look: attribute all components with 4 pairs; it is cheap. Patch those that look promising, and those that gradients may miss (saturated attention), with 2 pairs, in both directions: denoising tells what suffices, noising what is necessary. An effect of 0 in one direction may be all of it in the other.
3. Ask what they read: patch q, k and v of a head apart, and single positions. Run a prompt and look at the attention of the heads that matter: where they look tells their role.
4. Look for components that work against the answer: their effects are negative. They are part of the circuit.
5. Test the whole: exchange all components of your circuit at once by denoising: the effect should be about 1. Exchange all others at once: it should be about 0. If not, something is missing: go back to 2.`,
  reading: `You cannot run the model: all you have is examples of it. Say which components are likely to do the task.`,
  judged: `What is judged:
- The scores: parts of the circuit must have larger ones, by size, than all other components.
- The circuit: exactly the components whose activations differ between the clean and the corrupted prompts and that are part of doing the task. One too many or one too few is wrong.
- The roles of its parts.
- The confidence, against whether the circuit turns out to be exact: say 0.9 where nine of ten such answers would be right.
- Description: what the circuit does, step by step, with its components. Domain is null.`,
  manuals,
  experiments: experimentsOn,
  form: () => circuitForm,

  async check({ scores, circuit, roles }, { components }) {
    const known = new Set(components)
    const named = [...Object.keys(scores), ...circuit, ...Object.keys(roles)]
    const unknown = named.find((name) => !known.has(name))
    if (unknown === undefined) return null
    return `the model has no ${unknown}; its components are ${shown(components)}`
  },

  /** Prompts with their answers, and what the model makes of them: nothing of how. */
  async exemplars(box, { count }) {
    const { vocabulary, pairs } = box
    return pairs
      .slice(0, count)
      .map(
        ({ clean, answer }) =>
          `${JSON.stringify(clean.map((token) => vocabulary[token]!))} -> ${JSON.stringify(vocabulary[answer]!)}`,
      )
  },
}

const shown = (components: readonly string[]) =>
  components.length > 100 ? `${components[0]!} to ${components.at(-1)!}` : components.join(', ')
