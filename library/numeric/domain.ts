/** The numbers an interpreter may query, both ends included (FIND, section 3.1). */
export const NUMERIC_DOMAIN: readonly [number, number] = [-128, 128]
