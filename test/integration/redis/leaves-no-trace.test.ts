import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Failure } from '../../../src/failure/failure.ts'
import { Connection } from '../../../src/redis/connection.ts'
import { timeLimit } from '../../../src/utils/abort.ts'
import { cancelled } from '../../../src/failure/to-failure.ts'
import { directSource } from '../../../src/redis/socket-source.ts'
import { probe } from '../../../src/redis/probe.ts'
import {
  at,
  complete,
  failureOf,
  fake,
  inFreshProcess,
  observe,
  password,
  patientMs,
  proxy,
  redis,
  valueOf,
} from './harness.ts'

/** Well below the time of a run that waits for its time-outs. */
const soonMs = 20_000

describe('a probe leaves no trace', () => {
  test('uses one connection for one endpoint, and leaves neither connections nor keys', async () => {
    const server = await redis({ password })
    const door = await proxy(server)
    await observe({ writer: at({ ...door, password }) })
    expect(door.seen).toMatchObject({ accepted: 1, mostOpen: 1 })
    await expect.poll(() => door.seen.open).toBe(0)
    expect(await server.command('DBSIZE')).toBe(0)
  })

  test('touches only its own keys, which expire', async () => {
    const server = await redis({ acl: ['app on >secret-of-app ~heroku-redis-action:probe:* +@all -del'] })
    await server.command('SET', 'theirs', 'untouched')
    const { facts } = await observe({ writer: at({ ...server, password: 'secret-of-app' }, { username: 'app' }) })
    expect(valueOf(facts.writer.write).cleanup).toMatchObject({ reason: 'redis-no-permission', command: 'DEL' })
    const keys = (await server.command('KEYS', '*')) as string[]
    expect(keys).toHaveLength(2)
    const marker = keys.find((key) => key.startsWith('heroku-redis-action:probe:')) ?? ''
    const seconds = Number(await server.command('TTL', marker))
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(60)
  })

  test('deletes its markers even if the reader fails', async () => {
    const primary = await redis()
    const replica = await redis({ replicaOf: primary })
    const broken = await proxy(replica, {
      onUp: (chunk) => {
        if (chunk.includes('GET')) broken.cut()
      },
    })
    const { facts } = await observe({ writer: at(primary), reader: at(broken) })
    expect(failureOf(facts.reader.read)).toMatchObject({ reason: 'redis-connection-lost', command: 'GET' })
    expect(await primary.command('DBSIZE')).toBe(0)
  })

  test.each(['SET', 'PING'])('ends soon when cancelled at %s, and deletes its markers', async (moment) => {
    const server = await redis({ password })
    const abort = new AbortController()
    const door = await proxy(server, {
      onUp: (chunk) => {
        if (chunk.includes(moment)) setTimeout(() => abort.abort(cancelled()), 5)
      },
      delayMs: 20,
    })
    const start = performance.now()
    const error = await probe(
      complete({ writer: at({ ...door, password }), samples: 1_000, signal: abort.signal }),
    ).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(Failure)
    expect((error as Failure).reason).toBe('cancelled')
    expect(performance.now() - start).toBeLessThan(soonMs)
    expect(await server.command('DBSIZE')).toBe(0)
    await expect.poll(() => door.seen.open).toBe(0)
  })

  test('ends soon when cancelled while the server no longer answers', async () => {
    const server = await redis()
    const abort = new AbortController()
    const door = await proxy(server, {
      onUp: async (chunk) => {
        if (!chunk.includes('SET')) return
        await server.signal('SIGSTOP')
        setTimeout(() => abort.abort(cancelled()), 50)
      },
    })
    const start = performance.now()
    await expect(
      probe(complete({ writer: at(door), commandTimeoutMs: 60_000, signal: abort.signal })),
    ).rejects.toMatchObject({ reason: 'cancelled' })
    expect(performance.now() - start).toBeLessThan(soonMs)
  })

  test('ends at once when cancelled while connecting', async () => {
    const silent = await proxy({ port: 1 }, { accept: 'silence' })
    const abort = new AbortController()
    const probing = probe(complete({ writer: at(silent), connectTimeoutMs: 60_000, signal: abort.signal }))
    await expect.poll(() => silent.seen.open).toBe(1)
    const start = performance.now()
    abort.abort(cancelled())
    await expect(probing).rejects.toMatchObject({ reason: 'cancelled' })
    expect(performance.now() - start).toBeLessThan(soonMs)
    await expect.poll(() => silent.seen.open).toBe(0)
  })

  test('ends at once when cancelled during the diagnosis of a silent server', async () => {
    const abort = new AbortController()
    const silent = await proxy({ port: 1 }, { accept: 'silence' })
    const probing = probe(complete({ writer: at(silent), connectTimeoutMs: 300, signal: abort.signal }))
    await expect.poll(() => silent.seen.accepted).toBe(2)
    abort.abort(cancelled())
    await expect(probing).rejects.toMatchObject({ reason: 'cancelled' })
  })

  test('sends nothing after a cancellation', async () => {
    const server = await fake(() => '+OK\r\n')
    const abort = new AbortController()
    const connection = await Connection.open(
      directSource,
      {
        label: 'writer',
        endpoint: at(server),
        tlsVerify: { kind: 'none' },
        commandTimeoutMs: patientMs,
        signal: abort.signal,
        log: complete({ writer: at(server) }).log,
      },
      timeLimit(patientMs, abort.signal),
      { timings: {} },
    )
    onTestFinished(() => connection.close())
    abort.abort(cancelled())
    await expect(connection.send(['SET', 'late', 'value'])).rejects.toMatchObject({ reason: 'cancelled' })
    await sleep(50)
    expect(server.received()).toContain('HELLO')
    expect(server.received()).not.toContain('SET')
  })

  test('does not print the password with DEBUG=ioredis:*', async () => {
    const server = await redis({ password })
    const { stdout, stderr } = await inFreshProcess(at(server), '[writer.write.ok, process.env.DEBUG]', {
      DEBUG: 'ioredis:*',
    })
    expect(stdout).toBe('[true,"ioredis:*"]\n')
    expect(stderr).not.toContain(password)
  })
})
