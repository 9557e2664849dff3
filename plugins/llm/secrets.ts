import type { ModelSettings } from '../run-settings.ts'

/** Gives the texts, as far as known, that no log, record, cache, transcript or error may show. */
export function secretsOf(settings: ModelSettings, env: NodeJS.ProcessEnv): readonly string[] {
  const headers = (env['OPENAI_CUSTOM_HEADERS'] ?? '').split('\n')
  return [
    env[settings.apiKeyEnv ?? ''],
    env['OPENAI_API_KEY'],
    env['OPENAI_ADMIN_KEY'],
    ...headers.map((line) => line.slice(line.indexOf(':') + 1).trim()),
  ].filter((secret): secret is string => secret !== undefined && secret !== '')
}
