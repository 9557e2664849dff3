/**
 * A token holds about three digits. With ten of them `synthesis` finds the laws it finds with all
 * sixteen; with eight it loses a third, as differences of outputs drown.
 */
const DIGITS = 10
const LONGEST = 500

/**
 * A value as a model is shown it, ready for JSON: numbers to ten significant digits, and by
 * their names where JSON cannot hold them; long strings cut, which they then say.
 */
export function shown(value: number | string): number | string {
  if (typeof value === 'number')
    return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : String(value)
  const characters = Array.from(value)
  if (characters.length <= LONGEST) return value
  const start = characters.slice(0, LONGEST).join('')
  return `${start} … [cut: ${LONGEST} of ${characters.length} characters are shown]`
}
