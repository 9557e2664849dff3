import process from 'node:process'

/** Ends the program of someone whose model cannot be opened, with the reason alone. */
export function giveUp(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
