/** A fault that somebody could make, and the tests that must notice it. */
export interface Mutant {
  readonly fault: string
  readonly file: string
  /** Stands in the file exactly once. */
  readonly from: string
  readonly to: string
  readonly tests: readonly string[]
}

export const MUTANTS: readonly Mutant[] = [
  {
    fault: 'the ceiling is that of the outputs drawn anew, not of the truth',
    file: 'plugins/categories/functions.ts',
    from: 'got: Array.from(set.truth)',
    to: 'got: Array.from(set.expected)',
    tests: ['plugins/run', 'plugins/categories'],
  },
  {
    fault: 'strict scores have a ceiling too',
    file: 'plugins/run/score-answer.ts',
    from: "protocol === 'paper' && best.status === 'scored' ? best.value : null",
    to: "best.status === 'scored' ? best.value : null",
    tests: ['plugins/run'],
  },
  {
    fault: 'a sample takes the start of each stratum',
    file: 'plugins/run/select-functions.ts',
    from: '(i + 0.5) * step',
    to: 'i * step',
    tests: ['plugins/run'],
  },
  {
    fault: 'every trial is timed',
    file: 'plugins/run/list-cases.ts',
    from: 'timed: trial === 0 && timed.has(fn)',
    to: 'timed: timed.has(fn)',
    tests: ['plugins/run'],
  },
  {
    fault: 'an answer is lost where a scorer throws after it',
    file: 'plugins/run/run-case.ts',
    from: 'const given = answer === undefined ? {} : { interpretation: answer }',
    to: 'const given = {}',
    tests: ['plugins/run'],
  },
  {
    fault: 'a function counts as solved where no score that decides applies',
    file: 'plugins/run/solved.ts',
    from: 'if (!applicable.some(({ decides }) => decides)) {',
    to: 'if (applicable.length === 0) {',
    tests: ['plugins/run'],
  },
  {
    fault: 'a query beyond the budget is charged before it is refused',
    file: 'plugins/run/meter.ts',
    from: `      const left = budget - counts.queries
      if (inputs.length > left) throw new BudgetExceeded(inputs.length, left, budget)
      counts.queries += inputs.length`,
    to: `      const left = budget - counts.queries
      counts.queries += inputs.length
      if (inputs.length > left) throw new BudgetExceeded(inputs.length, left, budget)`,
    tests: ['plugins/run'],
  },
  {
    fault: 'lists are told apart by reference',
    file: 'plugins/run/meter.ts',
    from: 'asked.add(jsonKey(input))',
    to: 'asked.add(input)',
    tests: ['plugins/run'],
  },
  {
    fault: 'what a function throws reaches the interpreter',
    file: 'plugins/run/meter.ts',
    from: "throw new Error('the black box failed')",
    to: 'throw error',
    tests: ['plugins/run', 'plugins/categories'],
  },
  {
    fault: 'noise is the same in every trial',
    file: 'plugins/run/run-case.ts',
    from: 'JSON.stringify(params), trial)',
    to: 'JSON.stringify(params))',
    tests: ['plugins/run'],
  },
  {
    fault: 'outputs of the wrong type are compared',
    file: 'plugins/categories/strings/index.ts',
    from: "typeof value === 'string' ? value : null",
    to: '(value ?? null) as string | null',
    tests: ['plugins/categories'],
  },
  {
    fault: 'the gate forgets functions of the baseline that did not run',
    file: 'plugins/report/compare.ts',
    from: 'difference(known, ran)',
    to: 'difference(known, known)',
    tests: ['plugins/report'],
  },
  {
    fault: 'a function that has lost its score has lost nothing',
    file: 'plugins/report/compare.ts',
    from: '({ before = -1, now = -1 }) => now < before',
    to: '({ before = -1, now = before }) => now < before',
    tests: ['plugins/report'],
  },
  {
    fault: 'two suites with the same ids are one',
    file: 'plugins/records.ts',
    from: '`${suite}/${id}`',
    to: '`${id}`',
    tests: ['plugins/report', 'plugins/run'],
  },
  {
    fault: 'a floor is held to the mean of one variant',
    file: 'plugins/report/floors.ts',
    from: "one.variant === 'all' &&",
    to: '',
    tests: ['plugins/report'],
  },
  {
    fault: 'failed cases are left out of n',
    file: 'plugins/report/summarize.ts',
    from: 'failed: applicable.length - answers.length + unknown',
    to: 'failed: 0',
    tests: ['plugins/report'],
  },
]
