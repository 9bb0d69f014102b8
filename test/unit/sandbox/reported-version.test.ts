import { expect, test } from 'vitest'
import { rewriteInfo } from '../../sandbox/reported-version.ts'
import { compareVersions, offeredVersion } from '../../sandbox/versions.ts'

const info = '# Server\r\nredis_version:7.0.15\r\nredis_mode:standalone\r\n'
const valkey =
  '# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:9.1.0\r\nredis_mode:standalone\r\n'

test.each([
  ['RESP 2', `$${info.length}\r\n${info}\r\n`, `$${valkey.length}\r\n${valkey}\r\n`],
  ['RESP 3', `=${info.length + 4}\r\ntxt:${info}\r\n`, `=${valkey.length + 4}\r\ntxt:${valkey}\r\n`],
  [
    'among other replies',
    `+OK\r\n$${info.length}\r\n${info}\r\n:1\r\n`,
    `+OK\r\n$${valkey.length}\r\n${valkey}\r\n:1\r\n`,
  ],
  ['no INFO', '$5\r\nhello\r\n', '$5\r\nhello\r\n'],
])('the version in INFO changes, and the length with it: %s', (_, before, after) => {
  expect(rewriteInfo(Buffer.from(before), '9.1').toString()).toBe(after)
})

test('versions before 7.2 are Redis', () => {
  const before = Buffer.from(`$${info.length}\r\n${info}\r\n`)
  expect(rewriteInfo(before, '6.2').toString()).toContain('redis_version:6.2.0\r\nredis_mode')
})

test('a short version is the newest on offer that it fits', () => {
  const offered = ['8.1', '9.0', '9.1']
  expect(['9', '9.0', '8', '7', '9.1.0'].map((wanted) => offeredVersion(wanted, offered))).toEqual([
    '9.1',
    '9.0',
    '8.1',
    undefined,
    undefined,
  ])
  expect([compareVersions('9.1', '9.1.0'), compareVersions('10.0', '9.1') > 0]).toEqual([0, true])
})
