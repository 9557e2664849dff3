import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Answerer } from '../contracts.ts'
import { NeuronConfig, neuronSettings } from '../llm/model-settings.ts'
import { openModel } from '../llm/open-model.ts'
import { openStore } from '../llm/response-store.ts'
import type { NeuronSettings } from '../run-settings.ts'

export const CONCURRENCY = 4

/** Settings of a model of that name, which answers neurons. */
export const neuronsOf = (
  backend: NeuronSettings['backend'],
  baseURL: string,
  model: object = {},
): NeuronSettings =>
  neuronSettings(
    NeuronConfig.parse({
      backend,
      model: { name: backend === 'model' ? 'neuron' : 'embedder', baseURL, retries: 2, ...model },
    }),
    { concurrency: CONCURRENCY, env: {}, prices: {} },
  )!

/** A model at that address that answers neurons, for one test. */
export function openAnswerer(settings: NeuronSettings): Answerer {
  const folder = mkdtempSync(join(tmpdir(), 'answerer-'))
  const store = openStore(join(folder, 'store.sqlite'), 'on')
  onTestFinished(() => {
    store.close()
    rmSync(folder, { recursive: true })
  })
  const pace = { backoff: 1, longestBackoff: 5, longestPause: 5000 }
  const about = { session: 's', account: 'neurons', cache: 'on', env: {}, pace } as const
  const { signal } = new AbortController()
  const asking = { caseId: 'c', trial: 0, signal, transcript: null, shared: 'neurons' }
  const { model } = openModel(settings.model, store, about).session(asking)
  return { name: settings.model.identity.name, respond: (request) => model.respond(request) }
}
