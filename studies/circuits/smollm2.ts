/**
 * Two behaviours of a trained model, by interventions: indirect object identification, all heads
 * patched one by one (denoising over symmetric token replacement), and induction on repeated
 * random tokens, its heads ablated. What such a model is made of nobody knows: the figures say
 * what changes when something is changed, and no more.
 *
 *   npm run study:smollm2 -- [MODEL.gguf or folder] --prompts 4 --seed 0
 */
import { parseArgs } from 'node:util'
import { loadModel } from '../../library/checkpoints/index.ts'
import { openEngine } from '../../library/transformer/engine.ts'
import { openFloat32 } from '../../library/transformer/float32.ts'
import { smolLm2 } from '../../model-server/testing/local-parts.ts'
import { randomStream } from '../../plugins/utils/random.ts'
import { induction } from './induction.ts'
import { ioi } from './ioi.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    prompts: { type: 'string', default: '4' },
    seed: { type: 'string', default: '0' },
  },
})
const seed = Number(values.seed)
const { name, model, tokenizer } = await loadModel(positionals[0] ?? (await smolLm2()))
const { layers, heads, dModel, vocabulary } = model.shape
console.log(
  `${name}: ${layers} layers of ${heads} heads, width ${dModel}, ${vocabulary} tokens; seed ${seed}`,
)
const engine = openEngine(model, openFloat32())
ioi(engine, tokenizer, Number(values.prompts), randomStream(seed, 'ioi'))
induction(engine, tokenizer, randomStream(seed, 'induction'))
