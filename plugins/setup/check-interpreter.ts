/**
 * Global setup of every project: an interpreter that cannot be made, a model that cannot be asked,
 * stored answers that cannot be read and a folder that cannot be written keep its cases from
 * beginning. That is told at once, in a line, and tried anew before each rerun; the other
 * interpreters run.
 */
import { resolve } from 'node:path'
import process from 'node:process'
import type { TestProject } from 'vitest/node'
import { requireKey } from '../llm/model-settings.ts'
import { storePath } from '../llm/open-models.ts'
import { requireServer } from '../llm/require-server.ts'
import { openStore } from '../llm/response-store.ts'
import { loadInterpreter } from '../run/load-interpreter.ts'
import { oneLine } from '../utils/one-line.ts'
import { requireWritable } from './require-writable.ts'
import { tellFault } from './tell-fault.ts'

export default async function checkInterpreter(project: TestProject): Promise<void> {
  await tellWhetherItCanBegin(project)
  project.onTestsRerun(() => tellWhetherItCanBegin(project))
}

async function tellWhetherItCanBegin(project: TestProject): Promise<void> {
  try {
    await check(project)
    project.provide('findFault', null)
  } catch (cause) {
    tellFault(project, oneLine(cause))
  }
}

async function check(project: TestProject): Promise<void> {
  const settings = project.getProvidedContext().find
  requireWritable(settings.folder)
  const path = resolve(project.config.root, settings.interpreter.module)
  const module = await project.import<{ default?: unknown }>(path)
  const { name, model } = settings.interpreter
  const { estimate } = loadInterpreter(module.default, settings.interpreter)
  if (estimate && !model)
    throw new Error(
      `interpreter ${name} works with a language model: expected \`model: { name }\` in vitest.config.ts (or, where that does not list ${name}, FIND_MODEL); got none`,
    )
  const models = [model, settings.judge, settings.neurons?.model ?? null].filter(
    (one) => one !== null,
  )
  if (models.length === 0 || settings.dryRun) return
  if (settings.cache !== 'read')
    for (const one of models) {
      requireKey(one, process.env)
      await requireServer(one)
    }
  openStore(storePath(settings.folder), settings.cache).close()
}
