import { join } from 'node:path'
import process from 'node:process'
import type { Model } from '../model.ts'
import type { ModelSettings, RunSettings } from '../run-settings.ts'
import { type ModelClient, openModel } from './open-model.ts'
import { openStore, type ResponseStore } from './response-store.ts'
import { secretsOf } from './redact.ts'
import { openTranscript, type Transcript } from './transcript.ts'

/** The models of a run, as its cases use them. */
export interface Models {
  readonly interpreter: ModelClient | null
  readonly judge: ModelClient | null
  /** Who answers synthetic neurons in place of their suites. */
  readonly neurons: ModelClient | null
  /** Begins the transcript of a case; null where no model takes part. */
  transcript(functionId: string, trial: number): Transcript | null
  /** Resolves once all that was paid is on disk. */
  settled(): Promise<void>
}

/** The models of a run that has none. */
export const NO_MODELS: Models = {
  interpreter: null,
  judge: null,
  neurons: null,
  transcript: () => null,
  settled: async () => undefined,
}

/** The model that an interpreter gets where none is configured for it. */
export const NO_MODEL: Model = {
  respond: () =>
    Promise.reject(
      new Error(
        'no language model is configured for this interpreter: give it `model: { name }` in vitest.config.ts, or set FIND_MODEL',
      ),
    ),
}

/** The file in which all runs of a benchmark keep the answers of their models. */
export const storePath = (folder: string): string => join(folder, 'responses.sqlite')

/**
 * Opens the models that the settings name.
 *
 * @param runFolder where the records of the run are kept.
 * @throws CacheCorrupt where the stored answers cannot be read.
 */
export function openModels(settings: RunSettings, runFolder: string): Models {
  const { folder, session, cache, interpreter, judge, neurons } = settings
  if (!interpreter.model && !judge && !neurons) return NO_MODELS
  const store = storeOf(storePath(folder), cache)
  const open = (model: ModelSettings | null, account: string) =>
    model && openModel(model, store, { session, account, cache, env: process.env })
  const secrets = [interpreter.model, judge, neurons?.model].flatMap((model) =>
    model ? secretsOf(model, process.env) : [],
  )
  return {
    interpreter: open(interpreter.model, `interpreter:${interpreter.name}`),
    judge: open(judge, 'judge'),
    neurons: open(neurons?.model ?? null, 'neurons'),
    transcript(functionId, trial) {
      const name = functionId.replace('/', '-') + (trial > 0 ? `-trial-${trial + 1}` : '')
      const path = join(runFolder, 'transcripts', interpreter.name, `${name}.md`)
      return openTranscript(path, `${interpreter.name} on ${functionId}`, secrets)
    },
    settled: () => store.settled(),
  }
}

const stores = new Map<string, ResponseStore>()

/** Gives the one store of a process: to open another would look the whole file over again. */
function storeOf(path: string, mode: RunSettings['cache']): ResponseStore {
  const key = `${mode} ${path}`
  const store = stores.get(key) ?? openStore(path, mode)
  stores.set(key, store)
  return store
}
