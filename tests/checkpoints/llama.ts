/**
 * What llama.cpp makes of texts: `node tests/checkpoints/llama.ts MODEL.gguf TEXTS`, the texts as
 * JSON. Prints the tokens of each, and all logits of the next token as base64 of single precision.
 */
import process from 'node:process'

interface Sequence {
  clearHistory(): Promise<void>
  controlledEvaluate(
    tokens: readonly (number | [number, { generateNext: { logits: true } }])[],
  ): Promise<({ readonly next: { readonly logits: ReadonlyMap<number, number> } } | undefined)[]>
}
interface Model {
  tokenize(text: string, specialTokens: boolean): number[]
  createContext(options: object): Promise<{ getSequence(): Sequence }>
}
interface Module {
  getLlama(options: object): Promise<{ loadModel(options: object): Promise<Model> }>
}

const PACKAGE = 'node-llama-cpp'

const [path, texts] = process.argv.slice(2)
const module = (await import(PACKAGE)) as Module
const llama = await module.getLlama({ gpu: false, build: 'never', logLevel: 'error' })
const model = await llama.loadModel({ modelPath: path })
const context = await model.createContext({ contextSize: 256, threads: 1 })
const sequence = context.getSequence()
const answers = []
for (const text of JSON.parse(texts!) as string[]) {
  const tokens = model.tokenize(text, false)
  await sequence.clearHistory()
  const evaluated = await sequence.controlledEvaluate(
    tokens.map((token, at) =>
      at === tokens.length - 1 ? [token, { generateNext: { logits: true } }] : token,
    ),
  )
  const { logits } = evaluated.at(-1)!.next
  const inOrder = new Float32Array(logits.size)
  for (const [token, logit] of logits) inOrder[token] = logit
  answers.push({ tokens, logits: Buffer.from(inOrder.buffer).toString('base64') })
}
process.stdout.write(JSON.stringify(answers), () => process.exit())
