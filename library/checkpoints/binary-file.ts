import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** A file of bytes, of which any part can be read that lies inside of it. */
export interface BinaryFile extends Disposable {
  readonly path: string
  readonly size: number
  /**
   * @param what is to be there, for the message.
   * @throws Error where the file ends before.
   */
  read(offset: number, length: number, what: string): Buffer<ArrayBuffer>
}

/** The most that one call of the system reads. */
const CHUNK = 2 ** 30

/** @throws Error that names the path, where no file can be read there. */
export function openBinaryFile(path: string): BinaryFile {
  const file = openFile(path)
  const { size } = fstatSync(file)
  return {
    path,
    size,
    read(offset, length, what) {
      if (offset + length > size)
        throw new Error(
          `${path}: expected ${what} in bytes ${offset} to ${offset + length}; ` +
            `the file has ${size} bytes`,
        )
      const bytes = Buffer.from(new ArrayBuffer(length))
      for (let done = 0; done < length;) {
        const got = readSync(file, bytes, done, Math.min(CHUNK, length - done), offset + done)
        if (got === 0) throw new Error(`${path}: the file became shorter while it was read`)
        done += got
      }
      return bytes
    },
    [Symbol.dispose]: () => closeSync(file),
  }
}

function openFile(path: string): number {
  try {
    const file = openSync(path, 'r')
    if (fstatSync(file).isFile()) return file
    closeSync(file)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${path}: expected a file that can be read; ${reason}`, { cause })
  }
  throw new Error(`${path}: expected a file that can be read; it is of another kind`)
}
