import type { WordNet } from './word-net.ts'

/** A weighted graph in compressed rows: what each node gives to its neighbours sums to 1. */
export interface Graph {
  readonly size: number
  /** Where the row of each node begins in `to`; one more at the end. */
  readonly start: Uint32Array
  readonly to: Uint32Array
  readonly weight: Float32Array
}

/** Senses of a word of a gloss that are linked: which one is meant is not tagged. */
const SENSES = 3

/** Words of glosses that tell nothing of what is defined. */
const STOP_WORDS = new Set(
  `a about above after all along also although among an and another any are as at away be because been before being between both but by can could did do does done down during each either especially etc even ever few for from further given had has have having he her his how if in into is it its itself kind less like made make many may means more most much must near no non nor not of off often on one only onto or other others out over own part particular particularly per several she small so some something somewhat somewhere such than that the their them then there these they this those through to together too toward towards two type under until up upon used usually various very was way well were what when where whether which while who whom whose will with within without would you your`.split(
    ' ',
  ),
)

/**
 * The graph of UKB (Agirre and Soroa, EACL 2009): synsets, linked by every pointer and by the words
 * of their glosses, both ways.
 */
export function buildGraph(wordNet: WordNet): Graph {
  const { synsets } = wordNet
  const edges = synsets.map(() => new Map<number, number>())
  const link = (a: number, b: number, weight: number) => {
    if (a === b) return
    edges[a]!.set(b, Math.max(weight, edges[a]!.get(b) ?? 0))
    edges[b]!.set(a, Math.max(weight, edges[b]!.get(a) ?? 0))
  }
  synsets.forEach(({ pointers, definition }, i) => {
    for (const { to } of pointers) link(i, to, 1)
    for (const word of contentWords(definition, wordNet))
      for (const { synset, share } of wordNet.senses.get(word)!.slice(0, SENSES))
        link(i, synset, share)
  })
  const start = new Uint32Array(synsets.length + 1)
  edges.forEach((own, i) => (start[i + 1] = start[i]! + own.size))
  const to = new Uint32Array(start[synsets.length]!)
  const weight = new Float32Array(to.length)
  edges.forEach((own, i) => {
    const sum = own.values().reduce((total, one) => total + one, 0)
    let at = start[i]!
    for (const [b, one] of own) {
      to[at] = b
      weight[at++] = one / sum
    }
  })
  return { size: synsets.length, start, to, weight }
}

/** Words of a gloss that WordNet has, two together where those are one. */
export function contentWords(text: string, { senses }: WordNet): string[] {
  const tokens = text.toLowerCase().match(/[a-z][a-z'-]*/g) ?? []
  const words: string[] = []
  for (let i = 0; i < tokens.length; i++) {
    const pair = `${tokens[i]}_${tokens[i + 1]}`
    const joined = [pair, ...baseForms(pair)].find((one) => senses.has(one))
    if (joined !== undefined && !STOP_WORDS.has(tokens[i]!)) {
      words.push(joined)
      i++
      continue
    }
    if (STOP_WORDS.has(tokens[i]!)) continue
    const word = [tokens[i]!, ...baseForms(tokens[i]!)].find((one) => senses.has(one))
    if (word !== undefined) words.push(word)
  }
  return words
}

/** What a word may be a form of, by WordNet's rules of detachment (morphy(7WN)). */
const ENDINGS: readonly (readonly [string, string])[] = [
  ['ies', 'y'],
  ['ches', 'ch'],
  ['shes', 'sh'],
  ['sses', 'ss'],
  ['xes', 'x'],
  ['zes', 'z'],
  ['men', 'man'],
  ['es', 'e'],
  ['s', ''],
  ['ied', 'y'],
  ['ed', 'e'],
  ['ed', ''],
  ['ing', 'e'],
  ['ing', ''],
]
const baseForms = (word: string) =>
  ENDINGS.filter(([ending]) => word.endsWith(ending) && word.length > ending.length + 2).map(
    ([ending, base]) => word.slice(0, -ending.length) + base,
  )
