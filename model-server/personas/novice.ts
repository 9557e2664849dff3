import type { Category } from '../../plugins/contracts.ts'
import { readCase } from '../case.ts'
import type { Conversation, Reply } from '../conversation.ts'
import { guess } from '../guess.ts'
import type { Value } from '../pairs.ts'
import { run, submit } from '../say.ts'

const FEW: Readonly<Record<Category, readonly Value[]>> = {
  numeric: [-100, -10, -1, 0, 1, 10, 100],
  strings: ['abc', 'Hello World', 'a1 B2', ''],
}

/** Looks once, at a few inputs, and describes what comes to mind. */
export async function novice(conversation: Conversation): Promise<Reply> {
  const { category, pairs, errors, isLast } = readCase(conversation)
  if (!isLast && pairs.length === 0 && errors.length === 0)
    return run(conversation, FEW[category], 'A few inputs first.')
  return submit(conversation, guess(category, pairs))
}
