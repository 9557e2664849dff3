const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** 12345 as `12.3K`. */
export const compact = (number: number): string => COMPACT.format(number)
