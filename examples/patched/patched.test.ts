import { testInterpreter } from 'vitest-find/testing/test-interpreter'
import { testSuite } from 'vitest-find/testing/test-suite'
import { patched } from './category.ts'
import ablation from './interpreters/ablation.ts'
import guess from './interpreters/guess.ts'
import { suite } from './suites/patched/suite.ts'

testSuite(suite)
testInterpreter(ablation, { categories: [patched] })
testInterpreter(guess, { categories: [patched] })
