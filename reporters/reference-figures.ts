/** Published and computed figures to read an accuracy against (FIND: arXiv 2309.03886). */
export const REFERENCE_FIGURES: readonly { what: string; figure: string; source: string }[] = [
  {
    what: 'GPT-4 AIA, strings, mean exact match, 1000 functions',
    figure: '22.7 % (all ten right: 14.7 %)',
    source: 'recomputed from the released answers',
  },
  {
    what: 'GPT-4 AIA, strings, atomic / composed',
    figure: '37.3 % / 12.3 %',
    source: 'recomputed from the released answers',
  },
  {
    what: 'GPT-4 AIA, numeric, first 99 MLP functions',
    figure: '32 of 99',
    source: 'recomputed from the released answers',
  },
  {
    what: 'GPT-4-32k, strings, 5 passive examples, 500 functions',
    figure: '21.9 %',
    source: 'arXiv 2411.10541, table 1',
  },
  {
    what: 'interpolation, 5 / 9 / 257 queries, numeric',
    figure: '47.3 / 53.8 / 69.2 %',
    source: 'computed on the released functions',
  },
]
