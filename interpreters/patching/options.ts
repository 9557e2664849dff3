import { z } from 'zod'
import { ABLATIONS, DIRECTIONS, HEAD_HOOKS } from '../../library/patching/effects.ts'
import { METRICS } from '../../library/patching/metric.ts'

/** Methods of localization; what each does is told where it is written, in library/patching/. */
export const METHODS = [
  /** Node patching: every component exchanged by itself. */
  'patching',
  /** Attribution patching by gradients. */
  'atp',
  /** The same with integrated gradients. */
  'atp-ig',
  /** Edge attribution patching, and with integrated gradients; a component has its largest edge. */
  'eap',
  'eap-ig',
  /** Every edge exchanged by itself. */
  'path',
  'acdc',
  /** Attribution with gradients that self-repair does not hide (arXiv 2505.17630). */
  'gim',
  /** The mean of the ranks that patching, atp-ig and eap-ig give. */
  'ensemble',
  /** The mean rank by patching over resamples of the pairs. */
  'bootstrap',
  /** Scores at random: the null. */
  'random',
] as const

/** Methods that exchange activations themselves, and can so by values of an ablation. */
export const SWEEPS: ReadonlySet<string> = new Set(['patching', 'bootstrap'])

export const Options = z
  .strictObject({
    method: z.enum(METHODS).default('patching'),
    /** A choice of tokens of the task (by default its first), `noise`, or an ablation, which is noising. */
    corruption: z.string().optional(),
    metric: z.enum(METRICS).default('logit-difference'),
    /** `both` takes the larger of the two effects. */
    direction: z.enum([...DIRECTIONS, 'both']).default('denoising'),
    /** What of a head is exchanged; of several the largest effect counts for the head. */
    sites: z.array(z.enum(HEAD_HOOKS)).min(1).default(['z']),
    /** MLPs that are exchanged together. */
    window: z.int().min(1).default(1),
    /** Steps of integrated gradients. */
    steps: z.int().min(1).default(5),
    /** Pairs of prompts at most: fewer where the budget does not reach. */
    pairs: z.int().min(1).default(16),
    /**
     * Effects from which a component is part of the circuit: a share of the whole effect, or `2sd`,
     * two standard deviations from the mean over heads (Zhang and Nanda, arXiv 2309.16042).
     */
    threshold: z.union([z.number().positive(), z.literal('2sd')]).default(0.02),
    /** What components are ordered by. */
    ranking: z.enum(['size', 'sign']).default('size'),
  })
  .refine(({ method, corruption }) => !isAblation(corruption) || SWEEPS.has(method), {
    error: ({ input }) => {
      const { method, corruption } = input as { method: string; corruption: string }
      return `corruption ${corruption} is exchanged by ${[...SWEEPS].join(' or ')}; got method ${method}`
    },
  })
export type Options = z.output<typeof Options>

export const isAblation = (
  corruption: string | undefined,
): corruption is (typeof ABLATIONS)[number] => ABLATIONS.some((one) => one === corruption)
