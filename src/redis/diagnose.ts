import { once } from 'node:events'
import type { Socket } from 'node:net'
import { Failure } from '../failure/failure.ts'
import { Deadline, within } from '../utils/deadline.ts'
import { type Address, dial } from './dial.ts'
import { explainError, type Place } from './errors.ts'
import type { RedisFailure } from './facts.ts'

/** Long enough for a healthy server to say a word, short enough to be added to a time-out. */
const mostMs = 1_000

/**
 * A failed connection, looked at once more: TLS spoken to a plain port and plain text spoken to a TLS port both end in
 * silence or a reset, as many other troubles do. One short connection of the other kind tells; no password is sent on it.
 */
export async function diagnose(
  failure: RedisFailure,
  address: Address,
  budgetMs: number,
  signal: AbortSignal,
): Promise<RedisFailure> {
  const deadline = new Deadline(Math.min(mostMs, budgetMs), signal)
  const place: Place = { stage: failure.stage, ...(failure.command && { command: failure.command }) }
  if (address.tls && failure.stage === 'tls' && failure.reason === 'redis-timeout') {
    const message = 'the server speaks plain text and does not answer a TLS handshake'
    return (await speaksPlain(address, deadline)) ? verdict('redis-tls-not-offered', message, place) : failure
  }
  const unanswered: readonly string[] = ['redis-timeout', 'redis-connection-lost', 'redis-wrong-data']
  if (!address.tls && failure.stage === 'login' && unanswered.includes(failure.reason)) {
    const message = 'the server speaks TLS and does not answer plain text'
    return (await speaksTls(address, deadline)) ? verdict('redis-tls-required', message, place) : failure
  }
  return failure
}

function verdict(reason: 'redis-tls-not-offered' | 'redis-tls-required', message: string, place: Place): RedisFailure {
  return { ...explainError({ kind: 'protocol', message }, place), reason }
}

function speaksTls(address: Address, deadline: Deadline): Promise<boolean> {
  return look({ ...address, tls: true }, deadline, () => Promise.resolve(true))
}

function speaksPlain(address: Address, deadline: Deadline): Promise<boolean> {
  return look({ ...address, tls: false }, deadline, async (socket) => {
    socket.write('PING\r\n')
    const [answer] = (await within(once(socket, 'data'), deadline.patience)) as [Buffer]
    // +PONG, -NOAUTH, -LOADING, …
    return /^[+-][A-Z]/.test(answer.toString('latin1'))
  })
}

async function look(
  address: Address,
  deadline: Deadline,
  judge: (socket: Socket) => Promise<boolean>,
): Promise<boolean> {
  let socket: Socket | undefined
  try {
    socket = await dial(address, { kind: 'none' }, deadline, { timings: {} })
    return await judge(socket)
  } catch (error) {
    // Cancelled; anything else, whatever it is, means no.
    if (error instanceof Failure) throw error
    return false
  } finally {
    socket?.destroy()
  }
}
