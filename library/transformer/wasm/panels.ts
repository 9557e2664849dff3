import type { Numbers } from '../model.ts'

/** Columns of a panel. */
export const PANEL = 8
/** Rows of a block. */
const BLOCK = 256

/**
 * A matrix as the kernel `linear` reads it: blocks of 256 rows, cut into panels of 8 columns, whose
 * rows lie one behind the other. What is missing of a last panel is 0.
 */
export function panelsOf(
  matrix: Numbers,
  rows: number,
  columns: number,
  panels: Float32Array,
): void {
  let at = 0
  for (let start = 0; start < rows; start += BLOCK) {
    const end = Math.min(start + BLOCK, rows)
    for (let column = 0; column < columns; column += PANEL) {
      const width = Math.min(PANEL, columns - column)
      for (let row = start; row < end; row++) {
        const from = row * columns + column
        for (let i = 0; i < width; i++) panels[at + i] = matrix[from + i]!
        for (let i = width; i < PANEL; i++) panels[at + i] = 0
        at += PANEL
      }
    }
  }
}
