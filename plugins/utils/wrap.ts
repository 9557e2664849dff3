import { stripVTControlCharacters } from 'node:util'

const widthOf = (text: string) => stripVTControlCharacters(text).length

/**
 * A line broken at blanks, and within words that no line has room for, to fit into `width` columns.
 * All but the first begin with `indent` blanks, by default two more than the line itself.
 */
export function wrap(line: string, width: number, indent?: number): string[] {
  const [start = ''] = /^ */.exec(line) ?? []
  const hanging = ' '.repeat(indent ?? start.length + 2)
  const lines: string[] = []
  const most = Math.max(1, width - Math.max(hanging.length, start.length))
  const words = line.slice(start.length).split(' ')
  for (const word of words.flatMap((one) => broken(one, most))) {
    const last = lines.at(-1)
    if (last === undefined) lines.push(start + word)
    else if (widthOf(last) + 1 + widthOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(hanging + word)
  }
  return lines
}

/** What has colours is left whole. */
const broken = (word: string, most: number): string[] =>
  word.length <= most || widthOf(word) < word.length
    ? [word]
    : [word.slice(0, most), ...broken(word.slice(most), most)]
