/** Lengths in bits of what a literal holds, each of a code that can be read back. */

/** Of a decimal digit. */
const DIGIT = 3.33

/** 5 bits, 3.33 a digit, and 3 for a point or an exponent. */
export function numberBits(value: number): number {
  const plain = String(Math.abs(value)).replace(/^0\./, '.')
  const forms = [plain, value.toExponential().replace(/\+|\./g, '')]
  return 5 + Math.min(...forms.map(bitsOfForm))
}

function bitsOfForm(form: string): number {
  const digits = form.replaceAll(/\D/g, '').length
  return DIGIT * digits + (digits < form.length ? 3 : 0)
}

/** Of its length, as Elias would write it, and its binary digits. */
export function bigintBits(digits: string): number {
  const { length } = BigInt(digits).toString(2)
  return 5 + 2 * Math.log2(length) + length
}

/** Of the end of a text. */
const END = 5.5
const PRINTABLE = 6.7
/** One in 2 ** 16, and that it is no printable one. */
const OTHER = 20

/** 5.5 bits, 6.7 for a printable character of ASCII, and 20 for any other UTF-16 code unit. */
export function textBits(text: string): number {
  const { length: others } = text.replaceAll(/[ -~]/g, '')
  return END + PRINTABLE * (text.length - others) + OTHER * others
}

/** 4.5 bits and 6.3 a letter, of 63, for a word that could name a variable. */
export const ownWordBits = (word: string): number =>
  /^\w+$/.test(word) ? 4.5 + 6.3 * word.length : 2 + textBits(word)
