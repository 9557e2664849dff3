/** Functions that a model answers in place of their suite, as the settings ask for. */
import type {
  AnsweredFunction,
  Category,
  CategoryPlugin,
  FindFunction,
  Meter,
  Suite,
} from '../contracts.ts'
import type { CaseOfModel, ModelSession } from '../llm/open-model.ts'
import type { Models } from '../llm/open-models.ts'
import type { NeuronSettings, RunSettings } from '../run-settings.ts'
import type { Outside } from './within.ts'

/** The name that all cases share what was answered under: the same word has the same value. */
const SHARED = 'neurons'

/** Who answers functions of a category, where that is not their suite. */
export const answering = <C extends Category>(
  { answeredBy }: CategoryPlugin<C>,
  { neurons }: RunSettings,
): NeuronSettings | null => (neurons && answeredBy?.[neurons.backend] ? neurons : null)

/** The version of a suite, with who answers its functions: another one answers otherwise. */
export function answeredVersion<C extends Category>(
  { category, version }: Suite<C>,
  settings: RunSettings,
): string {
  const neurons = answering(category, settings)
  return neurons ? `${version} by ${neurons.backend} ${nameOf(neurons)}` : version
}

const nameOf = ({ model: { identity, baseURL } }: NeuronSettings) =>
  `${identity.name} at ${new URL(baseURL).host}`

/** A function as a model answers it, and what that was asked so far. */
export interface Answered<C extends Category> {
  readonly fn: AnsweredFunction<C>
  readonly usage: ModelSession['usage']
}

/** Opens a function on the model that answers it; null where its suite does. */
export function openAnswered<C extends Category>(
  { suite, fn, settings, models }: AnsweredCase<C>,
  asking: CaseOfModel & { readonly signal: AbortSignal },
): Answered<C> | null {
  const neurons = answering(suite.category, settings)
  if (!neurons) return null
  const session = models.neurons?.session({ ...asking, transcript: null, shared: SHARED })
  if (!session) throw new Error(`${suite.name}: the model that answers it was not opened`)
  const answerer = { ...session.model, name: nameOf(neurons) }
  return {
    fn: suite.category.answeredBy![neurons.backend]!(fn, answerer),
    usage: () => session.usage(),
  }
}

interface AnsweredCase<C extends Category> {
  readonly suite: Suite<C>
  readonly fn: FindFunction<C>
  readonly settings: RunSettings
  readonly models: Models
}

/** A meter of a box that waits for a model: the interpreter's time stands still meanwhile. */
export const waitingOutside = (meter: Meter, outside: Outside): Meter => ({
  get left() {
    return meter.left
  },
  run: (...asked) => outside(() => meter.run(...asked)),
})
