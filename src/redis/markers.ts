import { randomUUID } from 'node:crypto'
import { now, sleep } from '../utils/time.ts'
import type { Connection } from './connection.ts'
import type { Patience } from '../utils/deadline.ts'
import { settle, unexpected } from './errors.ts'
import type { RedisFailure } from './facts.ts'
import type { Session } from './session.ts'

export interface Marker {
  readonly key: string
  readonly value: string
}

const namespace = 'heroku-redis-action:probe:'
/** Whatever becomes of us, the key is gone after this. */
const lifetimeSeconds = 60

/** The only keys that are ever written: random, expiring, and remembered until they are deleted. */
export class Markers {
  readonly #writer: Session
  readonly #left = new Set<string>()

  constructor(writer: Session) {
    this.#writer = writer
  }

  create(): Marker {
    return { key: randomKey(), value: randomUUID() }
  }

  /** @throws RedisError · Failure `cancelled` */
  async set(connection: Connection, { key, value }: Marker): Promise<void> {
    // Remembered before it is sent: the answer may get lost, the key is there all the same.
    this.#left.add(key)
    const answer = await connection.send(['SET', key, value, 'EX', String(lifetimeSeconds)])
    if (answer !== 'OK') throw unexpected('SET', 'SET was not answered with OK')
  }

  /** Deletes all of them. Why one could not be deleted, if so: it expires by itself. @throws Failure `cancelled` */
  async delete(): Promise<RedisFailure | undefined> {
    const keys = [...this.#left]
    // One by one: keys of one DEL would have to share a slot.
    const deletions = keys.map((key) => settle(this.#writer.run((connection) => connection.send(['DEL', key]))))
    const outcomes = await Promise.all(deletions)
    this.#left.clear()
    return outcomes.find((outcome) => !outcome.ok)?.failure
  }

  /** After a failure or a cancel: deletes what is left if that can be done at once. Never fails. */
  async abandon(patience: Patience): Promise<void> {
    const { connection } = this.#writer
    if (connection === undefined) return
    await Promise.allSettled([...this.#left].map((key) => connection.send(['DEL', key], patience)))
  }
}

/** A key that nobody has: to read it is a read all the same. */
export function randomKey(): string {
  return namespace + randomUUID()
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
    const { value: answer, attempts } = await session.run((connection) => connection.send(['GET', key]))
    const received = now()
    roundTrips.push(received - sent)
    if (answer === value) return { seenAt: (sent + received) / 2, roundTrips, attempts }
    if (answer !== null) throw unexpected('GET', 'what was read back is not what was written')
    if (received - start >= ms) return undefined
    // Short beside what is measured, and no hammering on what takes long.
    await sleep(Math.min(50, Math.max(1, (received - start) / 50)), signal)
  }
  return undefined
}
