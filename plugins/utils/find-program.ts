import { accessSync, constants, statSync } from 'node:fs'
import { join } from 'node:path'

/** The path of a program in the first of these folders that has it. */
export function findProgram(name: string, folders: readonly string[]): string | undefined {
  return folders
    .filter(Boolean)
    .flatMap((folder) => [join(folder, name), join(folder, `${name}.exe`)])
    .find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
