/** `make`, called once for each seed: entry files that share a worker share what it made. */
export function perSeed<T>(make: (seed: number) => T): (seed: number) => T {
  const made = new Map<number, { readonly value: T }>()
  return (seed) => {
    const entry = made.get(seed) ?? { value: make(seed) }
    made.set(seed, entry)
    return entry.value
  }
}
