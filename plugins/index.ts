/** The door for suites, interpreters and scorers. The config's door is config.ts. */
export { benchmark } from './benchmark.ts'
export { BudgetExceeded, InvalidQuery } from './black-box.ts'
export * from './contracts.ts'
export { askForInterpretation } from './llm/ask-for-interpretation.ts'
export { MalformedAnswer, ModelError } from './llm/model-error.ts'
