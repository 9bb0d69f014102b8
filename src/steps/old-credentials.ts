import { Failure } from '../failure/failure.ts'
import { parseRedisUrl } from '../redis/endpoint.ts'
import type { ProbeSettings } from '../redis/facts.ts'
import { type LoginAttempt, type LoginResult, tryLogin } from '../redis/try-login.ts'
import type { Known } from '../state/known.ts'
import type { StepContext } from './context.ts'
import { dynoSources } from './dyno-source.ts'

/**
 * After a rotation: one login with the previous credentials. A fact, not a finding: how long an old password stays
 * valid is not documented. @throws the reason of a cancelled run
 */
export async function tryOldCredentials(
  { addon, rotation }: Known,
  { tlsVerify, connectTimeoutMs, probeFrom }: ProbeSettings,
  context: StepContext,
): Promise<LoginResult['result'] | undefined> {
  if (!addon || rotation?.state !== 'done') return undefined
  const { progress, signal, log } = context
  const before = parseRedisUrl(rotation.before)
  const login: LoginResult = before.ok
    ? await logIn({ endpoint: before.endpoint, tlsVerify, connectTimeoutMs, signal, log }, probeFrom, context)
    : { result: 'unknown', why: 'the old URL could not be read' }
  progress.note(wordsFor(addon.name, login))
  return login.result
}

async function logIn(
  attempt: LoginAttempt,
  from: ProbeSettings['probeFrom'],
  context: StepContext,
): Promise<LoginResult> {
  if (from === 'runner') return tryLogin(attempt)
  try {
    const source = await dynoSources(context, 1)('writer', context.signal)
    try {
      return await tryLogin({ ...attempt, source })
    } finally {
      await source.close()
    }
  } catch (error) {
    context.signal.throwIfAborted()
    if (!(error instanceof Failure)) throw error
    return { result: 'unknown', why: error.message.replace(/\.$/, '') }
  }
}

function wordsFor(name: string, login: LoginResult): string {
  switch (login.result) {
    case 'refused':
      return `The old credentials of ${name} are refused.`
    case 'accepted':
      return `The old credentials of ${name} are still accepted: anyone who has them can log in until Heroku revokes them.`
    case 'unknown':
      return `It is not known whether the old credentials of ${name} still work: ${login.why}.`
  }
}
