import { z } from 'zod'
import type { RecordedAnswer } from '../plugins/records.ts'

const WithCode = z.object({ code: z.object({ source: z.string() }).nullable() })

/** The code of a recorded answer; null where it has none. */
export const answeredSource = (answer: RecordedAnswer): string | null =>
  WithCode.parse(answer).code?.source ?? null
