import { parseRedisUrl } from '../redis/endpoint.ts'
import type { ProbeSettings } from '../redis/facts.ts'
import type { LoginResult } from '../redis/try-login.ts'
import type { Known } from '../state/known.ts'
import type { StepContext } from './context.ts'

/**
 * After a rotation: one login with the credentials from before. A fact, not a finding: how long an old password lives on
 * is not documented. @throws the reason of a cancelled run
 */
export async function tryOldCredentials(
  { addon, rotation }: Known,
  { tlsVerify, connectTimeoutMs }: Pick<ProbeSettings, 'tlsVerify' | 'connectTimeoutMs'>,
  { progress, signal, log }: Pick<StepContext, 'progress' | 'signal' | 'log'>,
): Promise<LoginResult['result'] | undefined> {
  if (!addon || rotation?.state !== 'done') return undefined
  const before = parseRedisUrl(rotation.before)
  const { tryLogin } = await import('../redis/try-login.ts')
  const login: LoginResult = before.ok
    ? await tryLogin({ endpoint: before.endpoint, tlsVerify, connectTimeoutMs, signal, log })
    : { result: 'unknown', why: 'the old URL could not be read' }
  progress.note(wordsFor(addon.name, login))
  return login.result
}

function wordsFor(name: string, login: LoginResult): string {
  switch (login.result) {
    case 'refused':
      return `The old credentials of ${name} are refused.`
    case 'accepted':
      return `The old credentials of ${name} are still accepted: whoever has them can log in until Heroku revokes them.`
    case 'unknown':
      return `Whether the old credentials of ${name} still work is not known: ${login.why}.`
  }
}
