import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { canonicalRedisUrl, parseRedisUrl } from '../../../src/redis/endpoint.ts'
import type { Endpoint } from '../../../src/redis/facts.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { selfSigned } from '../../support/certificates.ts'
import { startTwemproxy } from '../../support/programs.ts'
import { at, failureOf, fake, nothing, observe, password, redis, refusal, valueOf } from './harness.ts'

/** A server before Redis 6, without HELLO and users. */
const redis5 = (auth: (command: string) => string, hello = '-ERR unknown command `HELLO`\r\n') =>
  fake((text) => {
    if (text.includes('HELLO')) return hello
    return text.includes('AUTH') ? auth(text) : '+PONG\r\n'
  })

const takes = (right: string) => (command: string) => {
  if (!command.startsWith('*2')) return "-ERR wrong number of arguments for 'auth' command\r\n"
  return command.includes(`\r\n${right}\r\n`) ? '+OK\r\n' : '-ERR invalid password\r\n'
}

const connects = async (writer: Endpoint) => (await observe({ writer, facts: nothing })).facts.writer.connect.ok

describe('HELLO is refused', () => {
  test('by a real server, which quotes the password in its refusal', async () => {
    const server = await redis({ password, extra: ['rename-command HELLO ""'] })
    const { facts } = await observe({ writer: at(server) })
    expect(facts.writer.hello).toBeUndefined()
    expect(valueOf(facts.writer.write).attempts).toBe(1)
  })

  test.each([
    '-ERR unknown command `HELLO`, with args beginning with: `2`, `AUTH`, \r\n',
    '-ERR unknown command\r\n',
    '-ERR unknown or unsupported command\r\n',
    '-ERR unsupported operation now :HELLO\r\n',
    '-ERR syntax error\r\n',
    "-NOPERM this user has no permissions to run the 'hello' command or its subcommand\r\n",
    '-NOPROTO unsupported protocol version\r\n',
    '-NOAUTH Authentication required.\r\n',
    '-FORBIDDEN by this proxy\r\n',
  ])('as %j', async (refusal) => {
    const server = await redis5(takes(password), refusal)
    expect(await connects(at({ ...server, password }))).toBe(true)
    expect(server.received().match(/AUTH/g)).toHaveLength(2)
  })

  test.each([undefined, password])('by closing the connection, with the password %j', async (given) => {
    let connections = 0
    const server = await fake((text, socket) => {
      if (text.includes('HELLO')) {
        connections++
        socket.destroy()
        return undefined
      }
      return text.includes('AUTH') ? takes(password)(text) : '+PONG\r\n'
    })
    expect(await connects(at({ ...server, ...(given !== undefined && { password: given }) }))).toBe(true)
    expect(connections).toBe(1)
  })

  test('by closing the connection, also for a user name', async () => {
    const server = await fake((text, socket) => {
      if (text.includes('HELLO') || text.startsWith('*3')) {
        socket.destroy()
        return undefined
      }
      return takes(password)(text)
    })
    expect(await connects(at({ ...server, password }, { username: 'app' }))).toBe(true)
  })

  test.each([
    ['-WRONGPASS invalid username-password pair or user is disabled.\r\n', 'redis-wrong-password'],
    ['-ERR max number of clients reached\r\n', 'redis-too-many-clients'],
    ['-LOADING Redis is loading the dataset in memory\r\n', 'redis-loading'],
    ['-ERR max daily request limit exceeded\r\n', 'redis-quota'],
    ['-BUSY Redis is busy running a script.\r\n', 'redis-busy'],
    ['-MASTERDOWN Link with MASTER is down\r\n', 'redis-master-down'],
  ])('but not with %j', async (reply, reason) => {
    const server = await redis5(takes(password), reply)
    const { failure } = await refusal({ writer: at({ ...server, password }) })
    expect(failure).toMatchObject({ reason, stage: 'login', command: 'HELLO' })
    expect(server.received()).not.toContain('\r\nAUTH\r\n$28')
  })

  test('without a password, although AUTH is required', async () => {
    const server = await redis5(() => '+OK\r\n', '-NOAUTH Authentication required.\r\n')
    const { failure } = await refusal({ writer: at(server) })
    expect(failure).toMatchObject({ reason: 'redis-auth-required', code: 'NOAUTH' })
    expect(failure).not.toHaveProperty('passwordAsUser')
  })
})

describe('twemproxy, which closes the connection on HELLO, INFO and AUTH with a user name', () => {
  test.each([
    ['without a password', undefined, 'default'],
    ['with a password', 'password-of-the-proxy', 'default'],
    ['with a password and a user name', 'password-of-the-proxy', 'app'],
  ])('%s', async (_, given, username) => {
    const server = await redis(given === undefined ? {} : { password: given })
    const proxy = await startTwemproxy(server.port, given)
    onTestFinished(() => proxy.stop())
    const writer = at({ ...proxy, ...(given !== undefined && { password: given }) }, { username })
    const { facts } = await observe({ writer })
    expect(facts.writer.connect.ok).toBe(true)
    expect(valueOf(facts.writer.write)).not.toHaveProperty('cleanup')
    expect(facts.reader.read?.ok).toBe(true)
    expect(facts.writer.latency?.ok).toBe(true)
    expect(failureOf(facts.writer.info)).toMatchObject({ unknownCommand: true, command: 'INFO' })
    expect(facts.pair.role).toBe('same-server')
    expect(await server.command('DBSIZE')).toBe(0)
  })

  test('a wrong password', async () => {
    const server = await redis({ password: 'password-of-the-proxy' })
    const proxy = await startTwemproxy(server.port, 'password-of-the-proxy')
    onTestFinished(() => proxy.stop())
    const { failure } = await refusal({ writer: at({ ...proxy, password: 'password-of-old' }) })
    expect(failure).toMatchObject({ reason: 'redis-wrong-password', stage: 'login' })
  })
})

describe('Redis 5', () => {
  test.each(['default', 'rediscloud'])('accepts the password of the user %s', async (username) => {
    const server = await redis5(takes(password))
    expect(await connects(at({ ...server, password }, { username }))).toBe(true)
  })

  test.each(['another password', 'password1', 'invalid password', 'ERR'])('refuses %j', async (wrong) => {
    const server = await redis5(takes(password))
    const { failure } = await refusal({ writer: at({ ...server, password: wrong }) })
    expect(failure).toMatchObject({ reason: 'redis-wrong-password', stage: 'login', transient: false })
    expect(failure.message).not.toContain(wrong)
  })

  test.each([
    ['-ERR Client sent AUTH, but no password is set\r\n', password],
    ['-ERR AUTH <password> called without any password configured for the default user.\r\n', password],
    ['', undefined],
  ])('requires no password (%j) and gets %j', async (reply, given) => {
    const server = await redis5((command) => (command.startsWith('*2') ? reply : takes('')(command)))
    expect(await connects(at({ ...server, ...(given !== undefined && { password: given }) }))).toBe(true)
  })
})

describe('users', () => {
  test.each(['rediscloud', 'redistogo', 'x'])(
    'the arbitrary user %s of an older URL: suggests default',
    async (username) => {
      const server = await redis({ password })
      const { failure } = await refusal({ writer: at(server, { username }) })
      expect(failure).toMatchObject({ reason: 'redis-wrong-password', code: 'WRONGPASS', acceptedAs: 'default' })
    },
  )

  test('a wrong password is also wrong for default', async () => {
    const server = await redis({ password })
    const { failure } = await refusal({ writer: at({ ...server, password: 'another password' }, { username: 'app' }) })
    expect(failure).toMatchObject({ reason: 'redis-wrong-password' })
    expect(failure).not.toHaveProperty('acceptedAs')
  })

  test('default without a password accepts any, which proves nothing', async () => {
    const server = await redis()
    const { failure } = await refusal({ writer: at({ ...server, password }, { username: 'app' }) })
    expect(failure).toMatchObject({ reason: 'redis-wrong-password' })
    expect(failure).not.toHaveProperty('acceptedAs')
  })

  test('redis://password@host: does not show the password in place of the user', async () => {
    const server = await redis({ password })
    const parsed = parseRedisUrl(new Secret(`redis://${encodeURIComponent(password)}@127.0.0.1:${server.port}`))
    if (!parsed.ok) throw new Error(parsed.problem)
    const { failure, facts } = await refusal({ writer: parsed.endpoint })
    expect(failure).toMatchObject({ reason: 'redis-auth-required', stage: 'login', passwordAsUser: true })
    expect(JSON.stringify(facts)).not.toContain(password)
  })

  test('a real user', async () => {
    const server = await redis({ acl: ['app on >secret-of-app ~* &* +@all'] })
    expect(await connects(at({ ...server, password: 'secret-of-app' }, { username: 'app' }))).toBe(true)
  })
})

describe('URLs', () => {
  test('redis-cli accepts the canonical URL', async () => {
    const tls = selfSigned()
    const server = await redis({ password, tls })
    const given = new Secret(`rediss://:${encodeURIComponent(password)}@127.0.0.1:${server.port}`)
    const parsed = parseRedisUrl(given)
    if (!parsed.ok) throw new Error(parsed.problem)
    const url = canonicalRedisUrl(parsed.endpoint, given).reveal()
    const { stdout } = await promisify(execFile)('redis-cli', [
      '-u',
      url,
      '--insecure',
      '--no-auth-warning',
      'ACL',
      'WHOAMI',
    ])
    expect(stdout.trim()).toBe('default')
  })
})

test('an error that quotes the password in any form never shows it', async () => {
  const server = await fake(() => `-ERR nice try: ${password} ${encodeURIComponent(password)} ${password.slice(3)}\r\n`)
  const { failure } = await refusal({ writer: at({ ...server, password }) })
  expect(failure.quoted).toContain('nice try')
  expect(JSON.stringify(failure)).not.toMatch(/horse|staple/)
})
