import { type FindFunction, perSeed, randomStream, type Scorer, type Suite } from 'vitest-find'
import { patched } from '../../category.ts'

const SITES = ['embed', 'head.0', 'head.1', 'head.2', 'mlp.0', 'mlp.1', 'unembed']
const CIRCUITS = 12
const NOISE = 0.1

/** The chance that a site of the circuit is scored above one that is none (Mann and Whitney). */
const auroc = (): Scorer<'patched'> => ({
  name: 'auroc',
  protocol: 'paper',
  decides: true,
  score({ evidence: { sites } }) {
    const [parts, others] = [sites.filter((s) => s.isPart), sites.filter((s) => !s.isPart)]
    const wins = parts.flatMap(({ score }) =>
      others.map((other) => (score > other.score ? 1 : score === other.score ? 0.5 : 0)),
    )
    const value = wins.reduce((sum: number, win) => sum + win, 0) / wins.length
    return { status: 'scored', value, detail: `AUROC ${value.toFixed(3)}` }
  },
})

/** Whether the sites with a positive score are the circuit, and nothing else. */
const exactCircuit = (): Scorer<'patched'> => ({
  name: 'circuit',
  protocol: 'strict',
  decides: true,
  score({ evidence: { sites } }) {
    const wrong = sites.filter(({ isPart, score }) => score > 0 !== isPart).length
    return { status: 'scored', value: wrong === 0 ? 1 : 0, detail: `${wrong} sites wrong` }
  },
})

export const suite: Suite<'patched'> = {
  name: 'patched',
  version: '1',
  category: patched,
  variants: ['small'],
  operators: ['sum'],
  scorers: [auroc(), exactCircuit()],
  unitTests: [],
  functions: perSeed((seed) => Array.from({ length: CIRCUITS }, (_, i) => drawCircuit(seed, i))),
}

function drawCircuit(seed: number, i: number): FindFunction<'patched'> {
  const random = randomStream(seed, 'patched', i)
  const weights = new Map(SITES.map((site) => [site, random()]))
  const ranked = SITES.toSorted((a, b) => weights.get(b)! - weights.get(a)!)
  const parts = ranked.slice(0, 2 + (i % 2))
  const isPart = (site: string) => parts.includes(site)
  return {
    id: `f${String(i).padStart(5, '0')}`,
    variant: 'small',
    operators: ['sum'],
    params: { parts },
    truth: () => ({
      sites: SITES,
      isPart,
      effect: (site, noise) => (isPart(site) ? 1 : 0) + NOISE * (noise() - 0.5),
    }),
    ideal: () => ({
      description: `the circuit is ${parts.join(', ')}`,
      domain: null,
      scores: Object.fromEntries(SITES.map((site) => [site, isPart(site) ? 1 : 0])),
    }),
    questions: () => ({ inapplicable: 'there is no unit test of circuits' }),
  }
}
