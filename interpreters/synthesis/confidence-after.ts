/**
 * How likely a law is to pass the next check after it has passed so many fresh ones, by Laplace's
 * rule of succession (1814). A law that failed one of them is not right everywhere: 0.
 */
export function confidenceAfter(passed: number, checks: number = passed): number {
  return passed < checks ? 0 : Number(((passed + 1) / (checks + 2)).toFixed(3))
}
