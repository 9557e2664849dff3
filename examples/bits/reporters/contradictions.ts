import { type RunReport, RunReporter } from 'vitest-find/run-reporter'

/** Prints the first row at which each unsolved function of an interpreter is wrong. */
export default class Contradictions extends RunReporter {
  protected override report({ run }: RunReport): void {
    for (const { settings, records } of run.interpreters) {
      const wrong = records.flatMap((record) =>
        record.state === 'interpreted'
          ? record.scores.flatMap(({ score }) =>
              score.status === 'scored' && score.counterexample
                ? `${record.functionId} at ${JSON.stringify(score.counterexample.input)}`
                : [],
            )
          : [],
      )
      this.vitest.logger.log(
        ` ${settings.interpreter.name} is wrong in ${wrong.length}: ${wrong.slice(0, 3).join('; ')}`,
      )
    }
  }
}
