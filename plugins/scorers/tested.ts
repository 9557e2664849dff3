import type { Scorer } from '../contracts.ts'
import { shareOf } from './auroc.ts'

/**
 * How much of an answer's circuit experiments were made on, and at which stage it went wrong. Its
 * parts are shares of the wrong components, by stage: `claim`, taken for a part without any
 * experiment on it; `plan`, a part that no experiment was made on; `execution`, the same where
 * experiments were refused; `hypothesis`, judged wrongly in spite of an experiment (the stages of
 * AgenticInterpBench, arXiv 2606.24026, section 5).
 */
export function tested(): Scorer<'circuits'> {
  return {
    name: 'tested',
    protocol: 'beside',
    decides: false,
    score({ evidence: { components, refused } }) {
      const chosen = components.filter(({ isChosen }) => isChosen)
      const wrong = components.filter(({ isPart, isChosen }) => isPart !== isChosen)
      const stages = wrong.map(({ isTested, isChosen }) => {
        if (isTested !== false) return 'hypothesis'
        if (isChosen) return 'claim'
        return refused > 0 ? 'execution' : 'plan'
      })
      const counts = (['claim', 'plan', 'execution', 'hypothesis'] as const).map(
        (stage) => [stage, stages.filter((one) => one === stage).length] as const,
      )
      return {
        status: 'scored',
        value: chosen.length === 0 ? 1 : shareOf(chosen, ({ isTested }) => isTested !== false),
        detail: `${wrong.length} components wrong: ${counts.map(([stage, count]) => `${stage} ${count}`).join(', ')}`,
        ...(wrong.length > 0 && {
          parts: Object.fromEntries(counts.map(([stage, count]) => [stage, count / wrong.length])),
        }),
      }
    },
  }
}
