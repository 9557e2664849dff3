/** The tensors of a checkpoint, by name. */
export interface Tensors extends Disposable {
  has(name: string): boolean
  /**
   * A tensor as row-major numbers. Single precision holds each of them exactly, whatever type
   * they are stored in.
   *
   * @param shape that it must have.
   * @throws Error that names file and tensor, where it is missing or another.
   */
  read(name: string, shape: readonly number[]): Float32Array
}

/** @throws Error where a tensor has another shape than is expected of it. */
export function checkShape(
  where: string,
  expected: readonly number[],
  got: readonly number[],
): void {
  if (expected.length === got.length && expected.every((size, at) => size === got[at])) return
  throw new Error(`${where}: expected the shape [${expected.join(', ')}]; got [${got.join(', ')}]`)
}
