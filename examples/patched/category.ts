import { type CategoryPlugin, type Interpretation, InvalidQuery, type Random } from 'vitest-find'
import { z } from 'zod'

/** A sum of sites, each of which adds its weight as long as nobody patches it away. */
export interface Circuit {
  readonly sites: readonly string[]
  /** What is lost when a site is patched; the noise of the measurement is drawn from `random`. */
  effect(site: string, random: Random): number
  /** Whether the site is part of the circuit. */
  isPart(site: string): boolean
}

export interface PatchBox {
  readonly queriesLeft: number
  readonly sites: readonly string[]
  /** The loss when a site is patched. */
  patch(site: string): Promise<number>
}

/** How much each site matters. */
export interface SiteScores extends Interpretation {
  readonly scores: Readonly<Record<string, number>>
}

export interface SiteEvidence {
  /** Whether each site is part of the circuit, and the score that it was given. */
  readonly sites: readonly { readonly isPart: boolean; readonly score: number }[]
}

declare module 'vitest-find' {
  interface Categories {
    patched: { truth: Circuit; box: PatchBox; answer: SiteScores; evidence: SiteEvidence }
  }
}

const circuit = (parts: readonly string[], size = 1): Circuit => ({
  sites: ['a', 'b', 'c', 'd'],
  isPart: (site) => parts.includes(site),
  effect: (site) => (parts.includes(site) ? size : 0),
})

const PATCHES = 100

export const patched: CategoryPlugin<'patched'> = {
  name: 'patched',
  answer: z.strictObject({
    description: z.string(),
    domain: z.string().nullable(),
    scores: z.record(z.string(), z.number()),
  }),
  samples: { one: circuit(['b']), none: circuit([]), huge: circuit(['a', 'd'], 1e300) },

  open: (truth, meter, random) =>
    Object.freeze({
      get queriesLeft() {
        return meter.left
      },
      sites: truth.sites,
      async patch(site: string) {
        if (!truth.sites.includes(site))
          throw new InvalidQuery(`expected one of ${truth.sites.join(', ')}; got ${site}`)
        const [loss] = await meter.run([site], () => [truth.effect(site, random)], String)
        return loss!
      },
    }),

  wire: {
    domain: ({ sites }) => sites,
    verbs: {
      async patch(box, site) {
        if (typeof site !== 'string') throw new InvalidQuery('expected the name of a site')
        return { loss: await box.patch(site) }
      },
    },
  },

  probe: (truth) => ({
    sites: truth.sites.map((site) => ({
      isPart: truth.isPart(site),
      score: truth.isPart(site) ? 1 : 0,
    })),
  }),

  confront: async ({ scores }, { truth }) => ({
    evidence: {
      sites: truth.sites.map((site) => ({ isPart: truth.isPart(site), score: scores[site] ?? 0 })),
    },
  }),

  hotPath: (truth, _, random) => ({
    calls: PATCHES,
    run() {
      for (let i = 0; i < PATCHES; i++) truth.effect(truth.sites[i % truth.sites.length]!, random)
    },
  }),
}
