import type { WordNet } from './word-net.ts'

/** A concept of the list that is kept by hand. */
export interface ListedConcept {
  readonly label: string
  /** Its senses as a noun, in the order of WordNet. */
  readonly synsets: readonly number[]
  /** Words that name it beside its label, which may mean more than one thing. */
  readonly anchors: readonly string[]
  /** Whether functions are drawn from it, or answers may name it only. */
  readonly drawn: boolean
}

/**
 * Reads lines `label senses anchors…` and checks them by rule: every sense is there, and no two
 * concepts are of one synset.
 *
 * @throws Error that names the label, what was expected and what came.
 */
export function readConcepts(text: string, { nouns, synsets }: WordNet): ListedConcept[] {
  const owners = new Map<number, string>()
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name, senses, ...anchors] = line.split(' ')
      const label = name!.replace(/^\*/, '')
      const known = nouns.get(label) ?? []
      const own = senses!.split('+').map((number) => {
        const synset = known[Number(number) - 1]
        if (synset === undefined)
          throw new Error(`${label}: expected a sense from 1 to ${known.length}; got ${number}`)
        const owner = owners.get(synset)
        if (owner !== undefined)
          throw new Error(`${label}: ${synsets[synset]!.lemmas[0]} is ${owner} already`)
        owners.set(synset, label)
        return synset
      })
      return { label: label.replaceAll('_', ' '), synsets: own, anchors, drawn: label === name }
    })
}
