/** The door for categories, suites, scorers and interpreters. The config's door is config.ts. */
export {
  codeForm,
  DIALECTS,
  answerSchema,
  CUT_OFF,
  headingOf,
  howToAnswer,
  readAnswer,
  submitTool,
} from './llm/answer.ts'
export type { Dialect } from './llm/answer.ts'
export { askAndRepair, checkRefusal, noTools, repairMessage } from './llm/ask-and-repair.ts'
export { askForInterpretation } from './llm/ask-for-interpretation.ts'
export { parseJson, replayable, withoutThoughts } from './llm/lenient.ts'
export { perform } from './llm/perform.ts'
export { MalformedAnswer, ModelError } from './llm/model-error.ts'
export { functionCategory, truthOf } from './categories/functions.ts'
export type {
  AnsweredSet,
  AnsweredSets,
  FunctionAnswer,
  FunctionBox,
  FunctionShape,
  FunctionTruth,
  Probes,
  ProbeSet,
} from './categories/functions.ts'
export { circuits } from './categories/circuits/index.ts'
export type { CircuitAnswer, CircuitBox } from './categories/circuits/index.ts'
export { fromAnnotations, fromMib, toAnnotations, toMib } from './categories/circuits/exchange.ts'
export { entities } from './categories/entities/index.ts'
export type { EntityAnswer } from './categories/entities/index.ts'
export { numeric } from './categories/numeric/index.ts'
export { relations } from './categories/relations/index.ts'
export type { RelationAnswer } from './categories/relations/index.ts'
export { strings } from './categories/strings/index.ts'
export { drawQuestions } from './categories/unit-test.ts'
export { BudgetExceeded, InvalidQuery } from './contracts.ts'
export type {
  Answer,
  AnsweredBy,
  AnsweredFunction,
  Answerer,
  Box,
  Categories,
  Category,
  CategoryPlugin,
  Code,
  Confrontation,
  Counterexample,
  Evaluation,
  Evidence,
  FindFunction,
  HotPath,
  Interpret,
  Interpretation,
  Interpreter,
  InterpreterContext,
  InterpreterFactory,
  Json,
  Meter,
  ProgramReport,
  Question,
  Questions,
  Random,
  Score,
  Scorer,
  ScorerInput,
  Shape,
  Suite,
  Tools,
  Truth,
  Wire,
} from './contracts.ts'
export { CallRefused } from './model.ts'
export type {
  AnswerForm,
  AnswerPart,
  DoorReply,
  DoorRequest,
  ExemplarDraw,
  Experiment,
  Manual,
  Message,
  Model,
  ModelDoor,
  ModelEstimate,
  ModelReply,
  ModelRequest,
  Prompt,
  Tool,
  ToolCall,
} from './model.ts'
export type { ModelIdentity, SpokenApi } from './run-settings.ts'
export { benchmark } from './run/benchmark.ts'
export { handlerOf } from './run/load-interpreter.ts'
export {
  currentNameOfHook,
  type HookPoint,
  nameOfHook,
  parseHook,
} from '../library/transformer/hook-points.ts'
export { type HomeFile, type Jail, JAIL_HOME, openJail, SYSTEM_PATH } from './sandbox/jail.ts'
export { concise } from './scorers/concise.ts'
export { findProgram } from './utils/find-program.ts'
export { decodeNumber, encodeNumber } from './utils/json.ts'
export { perSeed } from './utils/per-seed.ts'
export { randomStream } from './utils/random.ts'
export { visible } from './utils/visible.ts'
