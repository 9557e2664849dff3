/**
 * Text of an untrusted source, fit for a terminal or a page: control, format and unpaired
 * surrogate characters as what they are called. Line ends and tabs stay.
 */
export const visible = (text: string): string =>
  text.replaceAll(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, nameOf)

/** A control character as its picture, any other by its number. */
export function nameOf(character: string): string {
  const point = character.codePointAt(0)!
  if (point < 0x20) return String.fromCodePoint(0x2400 + point)
  return `‹U+${point.toString(16).toUpperCase().padStart(4, '0')}›`
}
