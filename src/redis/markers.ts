import { randomUUID } from 'node:crypto'
import { now, sleep } from '../utils/time.ts'
import type { Connection } from './connection.ts'
import { markerNamespace, settle, unexpectedReply } from './errors.ts'
import type { RedisFailure } from './facts.ts'
import type { Session } from './session.ts'

export interface Marker {
  readonly key: string
  readonly value: string
}

/** Whatever happens to this process, the key is gone after this. */
export const lifetimeSeconds = 60

/** To clean up after a failure or a cancel, when the runner kills the process soon. */
const graceMs = 800

/** The only keys that are ever written: random, expiring, and remembered until they are deleted. */
export class Markers {
  readonly #writer: Session
  readonly #written = new Set<string>()

  constructor(writer: Session) {
    this.#writer = writer
  }

  create(): Marker {
    return { key: randomKey(), value: randomUUID() }
  }

  /** @throws RedisError · the reason of a cancelled run */
  async set(connection: Connection, { key, value }: Marker): Promise<void> {
    // Remembered before it is sent: when the reply gets lost, the key may be there all the same.
    this.#written.add(key)
    const reply = await connection.send(['SET', key, value, 'EX', String(lifetimeSeconds)])
    if (reply !== 'OK') throw unexpectedReply('SET', 'SET was not answered with OK')
  }

  /** Deletes all of them. @returns why one could not be deleted; it expires by itself @throws as `set`, if cancelled */
  async delete(): Promise<RedisFailure | undefined> {
    const keys = [...this.#written]
    // One by one: the keys of one DEL would have to share a slot.
    const deletions = keys.map((key) => settle(this.#writer.run((connection) => connection.send(['DEL', key]))))
    const outcomes = await Promise.all(deletions)
    this.#written.clear()
    return outcomes.find((outcome) => !outcome.ok)?.failure
  }

  /** After a failure or a cancel: deletes what is left if that can be done at once. Never fails. */
  async abandon(): Promise<void> {
    const { connection } = this.#writer
    if (connection === undefined) return
    // The run's own signal has perhaps aborted already.
    const limits = { commandTimeoutMs: graceMs, signal: new AbortController().signal }
    await Promise.allSettled([...this.#written].map((key) => connection.send(['DEL', key], limits)))
  }
}

/** A key that does not exist: reading it is a read all the same. */
export function randomKey(): string {
  return markerNamespace + randomUUID()
}

/**
 * Reads the marker until it is there, but no longer than `ms`.
 * @returns when it was seen (middle of the round trip that saw it) and the round trips; undefined: not seen
 * @throws RedisError `redis-wrong-data` when something else is there
 */
export async function watch(
  session: Session,
  { key, value }: Marker,
  ms: number,
  stop: () => boolean = () => false,
): Promise<{ readonly seenAt: number; readonly roundTrips: readonly number[]; readonly attempts: number } | undefined> {
  const { signal } = session.settings
  const start = now()
  const roundTrips: number[] = []
  while (!stop()) {
    const sent = now()
    const { value: reply, attempts } = await session.run((connection) => connection.send(['GET', key]))
    const received = now()
    roundTrips.push(received - sent)
    if (reply === value) return { seenAt: (sent + received) / 2, roundTrips, attempts }
    if (reply !== null) throw unexpectedReply('GET', 'what was read back is not what was written')
    if (received - start >= ms) return undefined
    // Short compared with what is measured, and no burden on the server when it takes long.
    await sleep(Math.min(50, Math.max(1, (received - start) / 50)), signal)
  }
  return undefined
}
