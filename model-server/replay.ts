import type { Box } from '../plugins/contracts.ts'
import { randomStream } from '../plugins/utils/random.ts'
import { interpretEntities } from '../interpreters/induction+concepts/entities.ts'
import { interpretRelations } from '../interpreters/induction/relations/index.ts'
import { interpretNumeric } from '../interpreters/synthesis/numeric/index.ts'
import { interpretStrings } from '../interpreters/synthesis/strings/index.ts'
import type { Category, Pair, Value } from './pairs.ts'
import type { Said } from './say.ts'

export type Replay =
  | { readonly status: 'answered'; readonly interpretation: Said }
  | {
      readonly status: 'asks'
      /** What the interpreter wants to know next, and nobody has told it. */
      readonly inputs: readonly Value[]
      /** How many queries were answered before. */
      readonly asked: number
    }

/** What each category is interpreted by, the same way whenever it is asked. */
const INTERPRET: { readonly [C in Category]: (box: Box<C>) => Promise<Said> } = {
  numeric: (box) => interpretNumeric(box),
  strings: (box) => interpretStrings(box),
  entities: (box) => interpretEntities(box),
  relations: (box) => interpretRelations(box, { random: randomStream(0, 'scientist') }),
}

/**
 * Runs the embedded interpreter of the category from its start on what is known: as it does the same for the
 * same answers, it comes to where it was. Of several outputs of an input each is told once, in
 * order. What nobody has told is never answered: there the run is left.
 */
export async function replay(
  category: Category,
  pairs: readonly Pair[],
  budget: number,
): Promise<Replay> {
  const { queryAll, meter, stopped } = memoryOf(pairs)
  const box = {
    get queriesLeft() {
      return Math.max(0, budget - meter.asked)
    },
    query: async (input: Value) => (await queryAll([input]))[0]!,
    queryAll,
  }
  const run = INTERPRET[category](box as Box<'numeric'> & Box<'strings'> & Box<'entities'>)
  const answered = run.then((interpretation) => ({ status: 'answered', interpretation }) as const)
  return Promise.race([answered, stopped])
}

function memoryOf(pairs: readonly Pair[]) {
  const untold = new Map<Value, Value[]>()
  for (const { input, output } of pairs) {
    const outputs = untold.get(input)
    if (outputs) outputs.push(output)
    else untold.set(input, [output])
  }
  const meter = { asked: 0 }
  const { promise: stopped, resolve: stop } = Promise.withResolvers<Replay>()
  async function queryAll(inputs: readonly Value[]): Promise<Value[]> {
    const wanted = new Map<Value, number>()
    const missing = inputs.filter((input) => {
      const count = (wanted.get(input) ?? 0) + 1
      wanted.set(input, count)
      return count > (untold.get(input)?.length ?? 0)
    })
    if (missing.length > 0) {
      stop({ status: 'asks', inputs: missing, asked: meter.asked })
      return new Promise(() => {})
    }
    meter.asked += inputs.length
    return inputs.map((input) => untold.get(input)!.shift()!)
  }
  return { queryAll, meter, stopped }
}
