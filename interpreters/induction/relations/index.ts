import { describeRelation } from '../../../library/facts/relation.ts'
import type { Answer, Box, InterpreterContext } from '../../../plugins/index.ts'
import { exceptionFrom, findException, type Found } from './find-exception.ts'
import { type Candidate, explanations, findRelation, hasOutput } from './find-relation.ts'
import { laboratory, readOutput } from './laboratory.ts'

/** How sure it is of what all experiments bear out, and of anything else. */
const CONFIDENCE = { certain: 0.98, doubtful: 0.2, none: 0 }

const NOTHING: Answer<'relations'> = {
  description: 'No property of anything that is known: undefined for most words.',
  domain: null,
  confidence: CONFIDENCE.none,
  class: 'nothing known',
  relation: 'nothing known',
  exception: null,
}

/**
 * Asks things of all classes that it knows facts about, takes the property that explains all
 * outputs, and rules out one after the other the parts of the class that might give nothing.
 */
export async function interpretRelations(
  box: Box<'relations'>,
  { random }: Pick<InterpreterContext, 'random'>,
): Promise<Answer<'relations'>> {
  const lab = laboratory(box)
  const candidate = await findRelation(lab, random)
  return candidate ? answerOf(candidate, await findException(candidate, lab, random)) : NOTHING
}

/** The first relation that explains examples, with their outputs, of which no more can be had. */
export function relationFrom(
  examples: readonly (readonly [string, string])[],
): Answer<'relations'> {
  const outputs = new Map(examples.map(([word, output]) => [word, readOutput(output)]))
  const [candidate] = explanations(outputs)
  if (!candidate || !hasOutput(outputs)) return NOTHING
  return answerOf(candidate, { exception: exceptionFrom(candidate, outputs), certain: false })
}

function answerOf({ table, column }: Candidate, { exception, certain }: Found) {
  const relation = { class: table.name, relation: column, exception }
  const confidence = certain ? CONFIDENCE.certain : CONFIDENCE.doubtful
  return { ...describeRelation(relation), confidence, ...relation }
}
