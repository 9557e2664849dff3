/** Global setup of every project: an interpreter that cannot be made stops the run at once. */
import { resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { loadInterpreter } from './load-interpreter.ts'

export default async function checkInterpreter(project: TestProject): Promise<void> {
  const { interpreter } = project.getProvidedContext().find
  const path = resolve(project.config.root, interpreter.module)
  const module = await project.import<{ default?: unknown }>(path)
  loadInterpreter(module.default, interpreter)
}
