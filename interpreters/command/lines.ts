import { Buffer } from 'node:buffer'
import type { Readable } from 'node:stream'

/** Bytes that a line may have: an answer's parts may have a million each. */
const MOST = 2 ** 23

/**
 * The lines of a stream, read as they are asked for; a last one without an end counts.
 *
 * @throws Error where a line has no end in sight.
 */
export async function* linesOf(stream: Readable): AsyncGenerator<string, void> {
  let parts: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let start = 0
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, start)) {
        yield Buffer.concat([...parts, chunk.subarray(start, at)]).toString()
        parts = []
        size = 0
        start = at + 1
      }
      parts.push(chunk.subarray(start))
      size += chunk.length - start
      if (size > MOST) throw new Error(`wrote a line of more than ${MOST} bytes`)
    }
  } catch (error) {
    // A stream that was closed at this end has come to its end as well.
    if (!stream.destroyed || size > MOST) throw error
  }
  if (size > 0) yield Buffer.concat(parts).toString()
}
