/** Published and computed figures to read an accuracy against (FIND: arXiv 2309.03886). */
const FIGURES: readonly { suite: string; what: string; figure: string; source: string }[] = [
  {
    suite: 'strings',
    what: 'GPT-4 AIA, strings, mean exact match, 1000 functions',
    figure: '22.7 % (all ten right: 14.7 %)',
    source: 'recomputed from the released answers',
  },
  {
    suite: 'strings',
    what: 'GPT-4 AIA, strings, atomic / composed',
    figure: '37.3 % / 12.3 %',
    source: 'recomputed from the released answers',
  },
  {
    suite: 'numeric',
    what: 'GPT-4 AIA, numeric, first 99 MLP functions',
    figure: '32 of 99',
    source: 'recomputed from the released answers',
  },
  {
    suite: 'strings',
    what: 'GPT-4-32k, strings, 5 passive examples, 500 functions',
    figure: '21.9 %',
    source: 'arXiv 2411.10541, table 1',
  },
  {
    suite: 'numeric',
    what: 'interpolation, 5 / 9 / 257 queries, numeric',
    figure: '47.3 / 53.8 / 69.2 %',
    source: 'computed on the released functions',
  },
]

/** Lines to print under a table of these suites; none where no figure is about them. */
export function referenceFigures(suites: readonly string[]): string[] {
  const lines = FIGURES.filter(({ suite }) => suites.includes(suite)).map(
    ({ what, figure, source }) => `   ${what}: ${figure} (${source})`,
  )
  return lines.length > 0
    ? [' reference, on the released functions under the paper protocol:', ...lines]
    : []
}
