import { describe, expect, test } from 'vitest'
import type { Attachment } from '../../../src/heroku/api.ts'
import type { InputName } from '../../../src/inputs/inputs.ts'
import { managedUrls, withManagedLast } from '../../../src/state/live-urls.ts'
import { chosenAddon } from '../../../src/state/addon.ts'
import { addon, attachment, inputs, known, observed, url } from './fixtures.ts'

const one = addon()
const other = addon({ id: 'id-9', name: 'pg', service: 'heroku-postgresql', configVars: ['DATABASE_URL'] })
const current = 'rediss://:0123456789abcdef0123@ec2-1.compute.amazonaws.com:21850'

function states(
  config: Readonly<Record<string, string>>,
  given: Partial<Record<InputName, string>> = {},
  attachments: readonly Attachment[] = [attachment('REDIS', one)],
): readonly string[] {
  const settings = inputs({ fields: 'url', addon: 'redis-one', ...given })
  const seen = known(observed([one, other], { REDIS_URL: current, ...config }, attachments), settings)
  return managedUrls(seen, settings).map(({ how }) =>
    how.kind === 'attach' && how.replaces
      ? 'attach over a copy'
      : how.kind === 'conflict'
        ? `conflict with ${how.with}`
        : how.kind,
  )
}

test('without `url` in the fields there are none', () => {
  expect(states({}, { fields: 'host' })).toEqual([])
})

test('what is free is attached, what is attached is live', () => {
  expect(states({})).toEqual(['attach', 'attach'])
  const ties = [attachment('REDIS', one), attachment('REDIS_WRITER', one)]
  expect(states({ REDIS_WRITER_URL: current }, {}, ties)).toEqual(['live', 'attach'])
})

test('an attachment that has lost its variable', () => {
  const ties = [attachment('REDIS', one), attachment('REDIS_WRITER', one)]
  expect(states({}, {}, ties)).toEqual(['lost', 'attach'])
  // The owner keeps its last attachment: it cannot be detached.
  expect(states({}, {}, [attachment('REDIS_WRITER', one)])).toEqual(['live', 'attach'])
})

test.each([
  ['lower', 'redis_writer'],
  ['beginning with an underscore', '_WRITER'],
])('a prefix that is no name of an attachment (%s) has a copy', (_, prefix) => {
  expect(states({}, { 'writer-prefix': prefix })).toEqual(['copy', 'attach'])
})

test('a reader that is another server has a copy, one that is the add-on itself has not', () => {
  expect(states({ REPLICA_URL: url }, { reader: 'REPLICA_URL' })).toEqual(['attach', 'copy'])
  expect(states({}, { reader: url })).toEqual(['attach', 'copy'])
  expect(states({}, { reader: 'REDIS_URL' })).toEqual(['attach', 'attach'])
  expect(states({}, { reader: 'REDIS_WRITER_URL' })).toEqual(['attach', 'attach'])
  expect(states({}, { reader: 'REDIS_URL', config: 'X=1' })).toEqual(['attach', 'attach'])
})

test("another add-on's attachment, or its variable, is in the way", () => {
  expect(states({}, {}, [attachment('REDIS', one), attachment('REDIS_WRITER', other)])).toEqual([
    'conflict with attachment',
    'attach',
  ])
  const odd = attachment('ODD', other, ['REDIS_READER_URL'])
  expect(states({}, {}, [attachment('REDIS', one), odd])).toEqual(['attach', 'conflict with attachment'])
})

describe('a plain config var in the way', () => {
  const password = '0123456789abcdef0123'

  test.each([
    ['the URL as it is', current],
    ['the URL as every client takes it', current.replace('//:', '//default:')],
    ['the URL without TLS', current.replace('rediss:', 'redis:')],
    ['a former password', current.replace(password, 'another')],
    ['a former server', `rediss://:${password}@ec2-7.compute.amazonaws.com:9`],
  ])('is our copy: %s', (_, value) => {
    expect(states({ REDIS_WRITER_URL: value })).toEqual(['attach over a copy', 'attach'])
  })

  test('is our copy when our other variables name just that', () => {
    const stale = {
      REDIS_WRITER_URL: 'rediss://default:fedcba9876543210@old.example.com:9',
      REDIS_WRITER_HOST: 'old.example.com',
      REDIS_WRITER_PORT: '9',
      REDIS_WRITER_PASSWORD: 'fedcba9876543210',
    }
    expect(states(stale)[0]).toBe('attach over a copy')
    expect(states({ ...stale, REDIS_WRITER_PORT: '10' })[0]).toBe('conflict with config-var')
    expect(states({ ...stale, REDIS_WRITER_PASSWORD: 'x' })[0]).toBe('conflict with config-var')
  })

  test.each([
    ['empty', ''],
    ['no URL', 'n/a'],
    ['another server', 'rediss://:somebody-elses-password@other.example.com:21850'],
    ['another server at the same host', current.replace('21850', '1')],
    ['another service', `postgres://u:${password}@ec2-1.compute.amazonaws.com:21850/d`],
    ['a URL that cannot be read', `rediss://:${password}#x@ec2-1.compute.amazonaws.com:21850`],
  ])('is not ours: %s', (what, value) => {
    // The password is the add-on's own where only the port differs.
    const expected = what.includes('same host') ? 'attach over a copy' : 'conflict with config-var'
    expect(states({ REDIS_WRITER_URL: value })[0]).toBe(expected)
  })

  test('a short password is nobody’s proof', () => {
    const settings = inputs({ fields: 'url' })
    const config = { REDIS_URL: url, REDIS_WRITER_URL: 'rediss://:p%40ss@other.example.com:2' }
    const [writer] = managedUrls(known(observed([one], config), settings), settings)
    expect(writer?.how).toEqual({ kind: 'conflict', with: 'config-var' })
  })
})

test('the URL is read from the variable that the add-on came with', () => {
  const both = addon({ configVars: ['REDIS_READER_URL', 'REDIS_URL', 'REDIS_WRITER_URL'] })
  const settings = inputs({ fields: 'url' })
  const chosen = chosenAddon(observed([both], { REDIS_URL: url }), settings)
  expect(chosen && withManagedLast(chosen, settings).configVars).toEqual([
    'REDIS_URL',
    'REDIS_READER_URL',
    'REDIS_WRITER_URL',
  ])
})
