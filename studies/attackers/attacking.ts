import type { FindFunction, Interpreter } from '../../plugins/contracts.ts'
import type { NumericAttacker } from './attacker.ts'
import { choose } from './candidate.ts'
import { type Target, targetOf } from './target.ts'

const targets = new WeakMap<FindFunction<'numeric'>, Promise<Target>>()

/** An interpreter that answers as an attacker of one function does. */
export const attacking =
  (attacker: NumericAttacker) =>
  (fn: FindFunction<'numeric'>): Interpreter =>
    answering(attacker.name, async () => {
      let target = targets.get(fn)
      if (!target) targets.set(fn, (target = targetOf(fn)))
      const given = await target
      return (await choose(attacker.candidates(given), given)) ?? 'function f(x){return 0}'
    })

/** An interpreter that answers with code, whatever is in the box. */
export function answering(name: string, code: () => string | Promise<string>): Interpreter {
  const answer = async () => ({
    description: name,
    domain: null,
    code: { language: 'javascript', source: await code() } as const,
  })
  return {
    name,
    version: '1',
    deterministic: true,
    interpret: { numeric: answer, strings: answer },
  }
}
