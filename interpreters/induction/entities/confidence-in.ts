/** What tells whether the concepts that were named are those of the function. */
interface Found {
  /** The value of the highest word of each concept. */
  readonly highest: readonly number[]
  /** The value of the highest word that is foreign to the only concept; 0 where there are two. */
  readonly unexplained: number
  /** Whether a second concept was likely, and sought for long, where only one was found. */
  readonly isAlone: boolean
}

/** The highest word of every concept reaches this if it is the name. */
const NAMED = 0.999
/** A logistic regression on the functions of seeds 7 to 9; 10 to 12 were its check. */
const WEIGHTS = { none: -0.4, named: 1.9, two: -0.8, unexplained: -0.8, alone: 0.8 }

/** How likely it is that just these concepts are those of the function. */
export function confidenceIn({ highest, unexplained, isAlone }: Found): number {
  const evidence =
    WEIGHTS.none +
    (Math.min(...highest) >= NAMED ? WEIGHTS.named : 0) +
    (highest.length > 1 ? WEIGHTS.two : 0) +
    WEIGHTS.unexplained * unexplained +
    (isAlone ? WEIGHTS.alone : 0)
  return 1 / (1 + Math.exp(-evidence))
}
