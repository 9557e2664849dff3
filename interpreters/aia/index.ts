import type { Interpreter } from '../../plugins/contracts.ts'
import { agent } from './agent.ts'
import { AiaOptions } from './options.ts'

/**
 * FIND's automated interpretability agent (arXiv 2309.03886): a language model that
 * forms hypotheses, runs experiments, and answers. With `searchInit` it begins with exemplars.
 */
export default function aia(options: unknown = {}): Interpreter {
  return agent('aia', AiaOptions.parse(options))
}
