import type { TestModule } from 'vitest/node'
import { DefaultReporter } from 'vitest/node'

type Files = Parameters<DefaultReporter['reportSummary']>[0]

/**
 * Vitest's own reporter, without entries that have nothing to tell: those without a case, as of a
 * category that an interpreter does not take on, and those of an interpreter that cannot begin,
 * which was told before.
 */
export default class EntriesReporter extends DefaultReporter {
  protected override printTestModule(module: TestModule): void {
    const faulty = module.project.getProvidedContext().findFault
    const empty = module.ok() && module.children.size === 0
    if (!faulty && !empty) super.printTestModule(module)
  }

  override reportSummary(files: Files, errors: unknown[]): void {
    super.reportSummary(
      files.filter(({ projectName }) => !this.#faults.has(projectName ?? '')),
      errors,
    )
  }

  get #faults(): ReadonlySet<string> {
    const faulty = this.ctx.projects.filter((project) => project.getProvidedContext().findFault)
    return new Set(faulty.map(({ name }) => name))
  }
}
