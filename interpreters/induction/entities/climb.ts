import type { Fits, Notebook } from './notebook.ts'
import { near } from './relatedness.ts'

/** Words asked at a time. */
const STEP = 3
/** A word of such a value may be the name of a concept. */
export const NAMED = 0.999
/** A word among few that were asked is doubted, and so is a rare one. */
const DOUBT = 2
const RARITY = 12_000
/** Low values count for little, and lower ones than this for nothing. */
const STEEPNESS = 4
const SOMETHING = 0.055

/**
 * A climb ends after so many steps without a better word, sooner where the highest may be the name
 * already (`named`), or with so many queries in all.
 */
export interface Limits {
  readonly patience: number
  readonly named: number
  readonly most: number
}

/** Asks around the highest words that fit, those that fit as well, until that gives no better one. */
export async function climb(notebook: Notebook, fits: Fits, limits: Limits): Promise<void> {
  const { values, known } = notebook
  /** What to expect of the words around those that were asked. */
  const hopes = new Float32Array(known.length)
  const hopeful: number[] = []
  /** Takes in the value of a word; gives it, 0 where the word does not fit. */
  const heed = (word: number) => {
    if (!fits(word)) return 0
    const value = values.get(word)!
    if (value < SOMETHING) return value
    for (const [other, weight] of near(word)) {
      if (hopes[other] === 0) hopeful.push(other)
      hopes[other]! += weight * value ** STEEPNESS
    }
    return value
  }
  const hope = (word: number) => hopes[word]! / (DOUBT + known[word]!) / (1 + word / RARITY)
  /** Words that fit and were not asked yet, by what to expect of them. */
  function promising(): number[] {
    const best: number[] = []
    for (const word of hopeful) {
      if (values.has(word) || !fits(word)) continue
      const own = hope(word)
      let place = best.length
      while (place > 0 && hope(best[place - 1]!) < own) place--
      if (place === STEP) continue
      best.splice(place, 0, word)
      if (best.length > STEP) best.pop()
    }
    return best
  }

  let top = Math.max(0, ...Array.from(values.keys(), heed))
  let idle = 0
  while (idle < (top >= NAMED ? limits.named : limits.patience) && values.size < limits.most) {
    const asked = promising()
    await notebook.ask(asked)
    const heard = asked.filter((word) => values.has(word))
    if (heard.length === 0) return
    const now = Math.max(top, ...heard.map(heed))
    idle = now > top ? 0 : idle + 1
    top = now
  }
}
