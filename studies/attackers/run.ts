/**
 * What answers pass that explain nothing, beside the plainest honest ones. Attackers are chosen on
 * seeds 0, 1 and 2; others tell what they are worth.
 *
 *   npm run study:attackers -- --seeds 11,12,13 --of 3 --suites numeric,strings
 */
import { parseArgs } from 'node:util'
import { attackNumbers } from './numeric/run.ts'
import { attackStrings } from './strings/run.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '11' },
    /** One function of so many. */
    of: { type: 'string', default: '3' },
    suites: { type: 'string', default: 'numeric,strings' },
  },
})
const seeds = values.seeds.split(',').map(Number)

if (values.suites.includes('numeric')) await attackNumbers(seeds, Number(values.of))
if (values.suites.includes('strings')) await attackStrings(seeds, Number(values.of))
