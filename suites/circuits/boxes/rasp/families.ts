/**
 * The tasks of compiled boxes: a program, the prompts that it is asked, and the choices of tokens
 * that a corruption replaces. Tokens are as the program has them; each box renames them.
 */
import type { SOp } from '../../../../library/rasp/language.ts'
import {
  count,
  countLessFreq,
  detectPattern,
  dyck1,
  fracPrevs,
  fractionOf,
  hist,
  identity,
  induction,
  length,
  pairBalance,
  reverse,
  shift,
  sort,
  sortFreq,
  sortUnique,
} from '../../../../library/rasp/programs.ts'
import type { Random } from '../../../../plugins/contracts.ts'
import {
  type Sentence,
  type Token,
  anywhere,
  atEnd,
  balanced,
  before,
  below,
  BLANK,
  blanksAtEnd,
  BRACKETS,
  byOne,
  draw,
  elsewhere,
  exchanged,
  filledUp,
  here,
  LENGTH,
  lengthOf,
  letters,
  one,
  pick,
  replaced,
  shuffled,
  start,
  toLength,
  two,
  within,
} from './prompts.ts'

export interface Family {
  readonly program: SOp
  readonly tokens: readonly Token[]
  /** How many tokens a prompt has. */
  readonly longest: number
  /** What the program does, in the names that tokens have in a box. */
  readonly task: (named: (token: Token) => string) => string
  readonly prompt: (random: Random) => Sentence
  /** Whether a prompt is in distribution. */
  readonly allows: (prompt: Sentence) => boolean
  /** The position that is read. */
  readonly position: (prompt: Sentence, random: Random) => number
  /**
   * Prompts with other tokens by the name of the choice, the default one first. They may be out
   * of distribution or have the same answer: then another is drawn.
   */
  readonly corruptions: Readonly<
    Record<string, (prompt: Sentence, position: number, random: Random) => Sentence>
  >
}

/** Prompts of letters drawn one by one. */
function ofLetters(
  size: number,
  family: Pick<Family, 'program' | 'task' | 'position'> & {
    readonly replaces: Readonly<
      Record<string, (prompt: Sentence, position: number, random: Random) => readonly number[]>
    >
  },
  longest = LENGTH,
): Family {
  const tokens = letters(size)
  return {
    ...family,
    tokens,
    longest,
    prompt: (random) => draw(tokens, longest, random),
    allows: () => true,
    corruptions: Object.fromEntries(
      Object.entries(family.replaces).map(([name, positions]) => [
        name,
        (prompt, position, random) =>
          replaced(prompt, positions(prompt, position, random), tokens, random),
      ]),
    ),
  }
}

/** Letters, then blanks. */
function ofLettersAndBlanks(
  least: number,
  family: Pick<Family, 'program' | 'task' | 'position' | 'corruptions'>,
): Family {
  const tokens = letters(4)
  return {
    ...family,
    tokens: [...tokens, BLANK],
    longest: LENGTH,
    prompt: (random) => filledUp(draw(tokens, least + below(LENGTH - least + 1, random), random)),
    allows: (prompt) => blanksAtEnd(prompt) && lengthOf(prompt) >= least,
  }
}
/** Letters none of which comes twice. */
function ofUniqueLetters(
  size: number,
  longest: number,
  family: Pick<Family, 'program' | 'task' | 'position' | 'corruptions'>,
): Family {
  const tokens = letters(size)
  return {
    ...family,
    tokens,
    longest,
    prompt: (random) => shuffled(tokens, random).slice(0, longest),
    allows: (prompt) => new Set(prompt).size === prompt.length,
  }
}

const PATTERN: readonly Token[] = ['a', 'b', 'c']
/** Puts a token that is not of the pattern in the place of one of it. */
const breaking = (index: number) => (prompt: Sentence, _: number, random: Random) =>
  prompt.with(prompt.length - PATTERN.length + index, pick(['d', 'e'], random))

export const FAMILIES = {
  identity: () =>
    ofLetters(5, {
      program: identity(),
      task: () => 'Gives each token itself.',
      position: anywhere,
      replaces: { here },
    }),
  length: () =>
    ofLettersAndBlanks(1, {
      program: length(BLANK),
      task: (named) => `Counts the tokens that are not ${named(BLANK)}, which fills up the end.`,
      position: within,
      corruptions: {
        one: byOne,
        any: (prompt, _, random) => toLength(prompt, 1 + below(LENGTH, random), letters(4), random),
      },
    }),
  frac_prevs: () =>
    ofLetters(3, {
      program: fractionOf(fracPrevs('a'), LENGTH),
      task: (named) => `Says which share of the tokens up to here are ${named('a')}.`,
      position: atEnd,
      replaces: { before: elsewhere, here },
    }),
  hist: () =>
    ofLetters(4, {
      program: hist(),
      task: () => 'Says how often the token occurs in the prompt.',
      position: anywhere,
      replaces: { here, other: elsewhere },
    }),
  count: () =>
    ofLetters(4, {
      program: count('a'),
      task: (named) => `Counts ${named('a')} in the prompt.`,
      position: anywhere,
      replaces: { one, two },
    }),
  reverse: () =>
    ofLettersAndBlanks(3, {
      program: reverse(BLANK),
      task: (named) => `Gives the tokens in reverse order; ${named(BLANK)} fills up the end.`,
      position: within,
      corruptions: {
        length: byOne,
        mirror: (prompt, position, random) =>
          replaced(prompt, [lengthOf(prompt) - 1 - position], letters(4), random),
      },
    }),
  sort_unique: () =>
    ofUniqueLetters(7, LENGTH, {
      program: sortUnique(),
      task: (named) => `Sorts tokens, in the order ${letters(7).map(named).join(' ')}.`,
      position: anywhere,
      corruptions: {
        one: (prompt, _, random) => replaced(prompt, one(prompt, _, random), letters(7), random),
        all: (_, __, random) => shuffled(letters(7), random).slice(0, LENGTH),
      },
    }),
  sort: () =>
    ofLetters(4, {
      program: sort(),
      task: (named) => `Sorts tokens, in the order ${letters(4).map(named).join(' ')}.`,
      position: anywhere,
      replaces: { one, two },
    }),
  sort_freq: () =>
    ofLetters(
      4,
      {
        program: sortFreq(),
        task: () => 'Sorts tokens from the most frequent to the rarest; ties keep their order.',
        position: anywhere,
        replaces: { one, two },
      },
      LENGTH - 1,
    ),
  pair_balance: (): Family => {
    const tokens = [...BRACKETS, 'x']
    return {
      program: fractionOf(pairBalance('(', ')'), LENGTH),
      tokens,
      longest: LENGTH,
      task: (named) =>
        `Says by how much the share of ${named('(')} up to here exceeds that of ${named(')')}.`,
      prompt: (random) => draw(tokens, LENGTH, random),
      allows: () => true,
      position: atEnd,
      corruptions: {
        before: (prompt, position, random) =>
          replaced(prompt, elsewhere(prompt, position, random), tokens, random),
        here: (prompt, position, random) => replaced(prompt, [position], tokens, random),
      },
    }
  },
  dyck1: (): Family => ({
    program: dyck1('(', ')', BLANK),
    tokens: [...BRACKETS, BLANK],
    longest: LENGTH,
    task: (named) =>
      `Says whether ${named('(')} and ${named(')')} are balanced brackets; ${named(BLANK)} fills up the end.`,
    prompt: (random) => filledUp(balanced(random)),
    allows: (prompt) => blanksAtEnd(prompt) && lengthOf(prompt) > 0,
    position: within,
    corruptions: {
      exchange: (prompt, _, random) =>
        exchanged(prompt, within(prompt, random), within(prompt, random)),
      flip: (prompt, _, random) => replaced(prompt, [within(prompt, random)], BRACKETS, random),
      length: (prompt, _, random) =>
        toLength(prompt, lengthOf(prompt) + pick([-1, 1], random), BRACKETS, random),
    },
  }),
  shift: () =>
    ofLetters(5, {
      program: shift(1),
      task: () => 'Gives the token before.',
      position: atEnd,
      replaces: { before: (_, position) => [position - 1] },
    }),
  detect_pattern: (): Family => {
    const tokens = letters(5)
    return {
      program: detectPattern(PATTERN),
      tokens,
      longest: LENGTH,
      task: (named) => `Says whether ${PATTERN.map(named).join(' ')} ends here.`,
      prompt: (random) => [...draw(tokens, LENGTH - PATTERN.length, random), ...PATTERN],
      allows: () => true,
      position: atEnd,
      corruptions: { first: breaking(0), middle: breaking(1), last: breaking(2) },
    }
  },
  induction: (): Family => {
    const tokens = letters(7)
    return {
      program: induction(),
      tokens,
      longest: LENGTH,
      task: () => 'Says what came after this token where it stood before.',
      prompt(random) {
        const first = shuffled(tokens, random).slice(0, LENGTH - 1)
        return [...first, pick(first.slice(0, -1), random)]
      },
      allows: (prompt) => new Set(start(prompt)).size === LENGTH - 1 && before(prompt) < LENGTH - 2,
      position: atEnd,
      corruptions: {
        place: (prompt, _, random) => exchanged(prompt, before(prompt), below(LENGTH - 1, random)),
        cue: (prompt, _, random) => [...start(prompt), pick(prompt.slice(0, -2), random)],
      },
    }
  },
  count_less_freq: () =>
    ofLetters(4, {
      program: countLessFreq(1),
      task: () => 'Counts the tokens that occur once.',
      position: anywhere,
      replaces: { one, two },
    }),
} satisfies Record<string, () => Family>
