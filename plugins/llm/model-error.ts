import { visible } from '../utils/visible.ts'
import { redact } from './redact.ts'

/** The model gave no answer. It has no cause: what the SDK threw may hold the key. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  readonly model: string
  readonly host: string
  /** HTTP status; null where there was no response, or the fault is not in its status. */
  readonly status: number | null
  readonly reason: string

  /**
   * @param about.asked what was asked for, for instance `aia/numeric@1 for numeric/f00001`.
   * @param secrets what must not be in the text.
   */
  constructor(
    about: {
      readonly asked: string
      readonly model: string
      readonly host: string
      readonly status: number | null
      readonly reason: string
      readonly tries: number
    },
    secrets: readonly string[],
  ) {
    const { asked, model, host, status, tries } = about
    // Redacted before it is cut, so that no half of a key is left over.
    const reason = toLine(redact(about.reason, secrets))
    const answer = status === null ? reason : `status ${status}: ${reason}`
    const times = tries > 1 ? ` (tried ${tries} times)` : ''
    super(redact(`${model} at ${host}, asked ${asked}: ${answer}${times}`, secrets))
    this.model = model
    this.host = host
    this.status = status
    this.reason = reason
  }
}

/** Makes the words of a server fit for one line of a terminal. */
function toLine(text: string): string {
  const line = text.replaceAll(/[\p{C}\s]+/gu, ' ').trim()
  return line.length > 500 ? `${line.slice(0, 499)}…` : line
}

/** The text that a model wrote is no answer, and would not become one. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer'
  /** The answer as the model wrote it. */
  readonly raw: string

  constructor(message: string, raw: string) {
    // It may quote the model.
    super(visible(message))
    this.raw = raw
  }
}
