/** The door for suites, interpreters and scorers. The config's door is config.ts. */
export { benchmark } from './run/benchmark.ts'
export { BudgetExceeded, InvalidQuery } from './utils/box-errors.ts'
export * from './contracts.ts'
export { askForInterpretation } from './llm/ask-for-interpretation.ts'
export { MalformedAnswer, ModelError } from './llm/model-error.ts'
