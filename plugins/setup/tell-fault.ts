import process from 'node:process'
import { styleText } from 'node:util'
import type { TestProject } from 'vitest/node'
import { tell } from '../utils/tell.ts'
import { visible } from '../utils/visible.ts'

/**
 * Keeps the cases of an interpreter from beginning, and tells why in a line: once, also where
 * that is so of several interpreters.
 */
export function tellFault(project: TestProject, fault: string): void {
  const told = project.vitest.projects.some((one) => one.getProvidedContext().findFault === fault)
  project.provide('findFault', fault)
  process.exitCode = 1
  if (told) return
  const sign = styleText('red', '✗', { stream: process.stderr })
  tell(` ${sign} ${visible(fault)}`, 3)
}
