import { readFileSync } from 'node:fs'

/** One line of a file of facts: its first cell, the others by the name of their column. */
export interface Line {
  readonly word: string
  readonly values: Readonly<Record<string, string>>
  readonly also: readonly string[]
}

const FOLDER = new URL('../../fixtures/facts/', import.meta.url)

/**
 * Reads a file of fixtures/facts: notes behind #, a line of names, then a line for each thing,
 * all with cells divided by ` | `. A cell that holds `-` is absent; `also` holds other names.
 *
 * @param folder where it is, from fixtures/facts.
 * @throws Error that names the file and the line, where a line has too many cells or too few.
 */
export function readTable(file: string, folder = './'): readonly Line[] {
  const text = readFileSync(new URL(folder + file, FOLDER), 'utf8')
  const [head, ...lines] = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const names = head!.split(' | ').slice(1)
  const least = names.filter((name) => name !== 'also').length
  return lines.map((line) => {
    const [word, ...cells] = line.split(' | ')
    if (cells.length < least || cells.length > names.length)
      throw new Error(`${file}: expected ${names.length + 1} cells; got ${JSON.stringify(line)}`)
    const values = names.flatMap((name, i) => {
      const cell = cells[i]
      return name === 'also' || cell === undefined || cell === '-' ? [] : [[name, cell] as const]
    })
    const also = cells[names.indexOf('also')]?.split('; ') ?? []
    return { word: word!, values: Object.fromEntries(values), also }
  })
}
