/**
 * Links a description to the concepts that it is about, by words alone.
 *
 * Every word of it (or name of several) speaks for concepts: a name of one for that, any other for
 * those that it belongs to, the less the more there are. The concept with the most voices is meant;
 * and a second one, far from it, where words that say little of the first say much of that.
 */
import { cleanWord } from '../words/clean-word.ts'
import { world } from './index.ts'
import { nearness } from './kinship.ts'
import { conceptNamed } from './link-name.ts'

/** What a name weighs beside a word that wholly belongs. */
const NAME = 1.6
/** Parents of everything are seldom meant. */
const PARENT = 0.6
const LONGEST_NAME = 3
/** A second concept adds at least so much to the voices of the first, and is no nearer than that. */
const SECOND = { gain: 0.45, nearness: 0.25 }

/** What follows them is what the function is not. */
const NEGATION =
  /\b(?:but not|not|rather than|except|unlike|excluding|without|instead of)\b[^.;,]*/gi

/** Words in which functions are spoken of, whatever they do. */
const TALK = new Set(
  `a about above activate activates activation active all also an and another any anything are areas around as associated at be become been belong belonging belongs between both broad broadly but by can case category check close common concept concepts concerned connected connection contain contains context degree describe described describes detect detector detects different do does domain each either else elsewhere etc every everything example examples field fire fires first for form from function functions general generally get gets give given gives group hand has have having high higher highest how idea if in input inputs into is it item items its itself just kind kinds large like likely likes looks low lower made make makes many match matches mean means measure measures mention more most much name names near nearly neuron number of off on one ones only onto or other others out output outputs over own part particular particularly people positive probability produce produces rate rather refer referring refers relate related relatedness relates relating relation relevant represent respond responds response return returns say score scores second see seem seems select selective selects semantic set several show shows similar small so some something sort sorts specific specifically strong strongly subject subjects such take takes tell tells term terms than that the their them then there these they thing things this those to together topic topics toward towards two type types up upon use used value values various very vocabulary was way well what when where whether which while who whose will with word words you your zero`.split(
    ' ',
  ),
)

/** The one or two concepts that a description is about; none where its words say nothing. */
export function linkDescription(text: string): readonly number[] {
  const voices = voicesOf(text)
  const { concepts } = world()
  const weighed = concepts.map(({ drawn }, concept) => {
    const own = voices.map((voice) => (voice.get(concept) ?? 0) * (drawn ? 1 : PARENT))
    return { concept, own, sum: own.reduce((sum, one) => sum + one, 0) }
  })
  const first = weighed.reduce((a, b) => (b.sum > a.sum ? b : a))
  if (first.sum === 0) return []
  const gain = ({ own }: typeof first) =>
    own.reduce((sum, one, i) => sum + Math.max(0, one - first.own[i]!), 0)
  const apart = weighed.filter(({ concept }) => nearness(concept, first.concept) < SECOND.nearness)
  const second = apart.reduce((a, b) => (gain(b) > gain(a) ? b : a), apart[0]!)
  return gain(second) >= SECOND.gain * first.sum ? [first.concept, second.concept] : [first.concept]
}

/** What each word or name of the text says of each concept. */
function voicesOf(text: string): ReadonlyMap<number, number>[] {
  const { find, profile } = world()
  const words = cleanWord(text.replaceAll(NEGATION, ' ')).split(' ')
  const voices: ReadonlyMap<number, number>[] = []
  for (let at = 0; at < words.length;) {
    let length = Math.min(LONGEST_NAME, words.length - at)
    for (; length > 0; length--) {
      if (length === 1 && TALK.has(words[at]!)) continue
      const name = words.slice(at, at + length).join(' ')
      const named = conceptNamed(name)
      const place = find(name)
      if (named === undefined && place === undefined) continue
      const own = place === undefined ? [] : profile(place)
      const spread = Math.sqrt(
        Math.max(
          1,
          own.reduce((sum, { value }) => sum + value, 0),
        ),
      )
      const voice = new Map(own.map(({ concept, value }) => [concept, value / spread]))
      if (named !== undefined) voice.set(named, NAME)
      voices.push(voice)
      break
    }
    at += Math.max(1, length)
  }
  return voices
}
