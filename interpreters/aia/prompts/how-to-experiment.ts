import type { AnswerForm } from '../../../plugins/llm/answer.ts'

const TOOLS = `How to work here:
- run_function runs the function on a list of inputs and gives [input, output] pairs in the order of the inputs. Several calls may stand in one turn; lists of about 30 are the easiest to read. Every input counts against your queries.
- submit_interpretation gives your answer and ends the work.
- Every turn must call a tool. Before the call, say in a sentence or two what you think now and what the next experiment is to decide.`

const SYNTHESIS = `
- run_synthesis, once: a program makes experiments of its own and fits laws from a library that it knows. It takes of your queries. Its answer is one hypothesis: test it before you submit it.`

const TEXT = `How to work here:
- To run the function, write a line that begins with [RUN] and goes on with a JSON array of inputs, all on that line. Several such lines may stand in one turn; arrays of about 30 inputs are the easiest to read. Every input counts against your queries.
- Stop after your [RUN] lines. The next message answers each line: after [OUTPUT] it gives a JSON array of [input, output] pairs in the order of the inputs, or after [ERROR] it says what was wrong. Never write outputs yourself.
- Whatever else you write is your own thought: keep it to a sentence or two of what you think now and what the next experiment is to decide.
- Every turn has either [RUN] lines or the answer, not both. The answer ends the work.`

/** How a model asks for experiments: by function tools, or by lines of text. */
export const howToExperiment = (dialect: AnswerForm['dialect'], synthesis: boolean): string =>
  (dialect === 'tools' ? TOOLS : TEXT) + (synthesis ? SYNTHESIS : '')
