import type { ModelSettings } from '../run-settings.ts'

/** A server that is there says something within so many milliseconds. */
const PATIENCE = 10_000

/**
 * Knocks at the server of a model once, so that a wrong address is told before a thousand cases
 * have each tried it again and again. Any answer will do, and a slow server passes.
 *
 * @throws Error that names the model and the host where nobody answers.
 */
export async function requireServer({ identity, baseURL }: ModelSettings): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE)
  try {
    const response = await fetch(`${baseURL}/models`, { signal, redirect: 'manual' })
    await response.body?.cancel()
  } catch (error) {
    if (signal.aborted) return
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    throw new Error(
      `model ${identity.name}: nobody answers at ${new URL(baseURL).host} (${String(cause)}); ` +
        'FIND_CACHE=read replays cached answers without a server',
      { cause: error },
    )
  }
}
