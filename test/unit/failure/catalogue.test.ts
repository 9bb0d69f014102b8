import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { explain, explainIn, failure, fillPlaceholders, titles } from '../../../src/failure/catalogue.ts'
import { Failure, failureReasons } from '../../../src/failure/failure.ts'

const page = readFileSync(new URL('../../../docs/troubleshooting.md', import.meta.url), 'utf8')
/** Heading → text. */
const sections: ReadonlyMap<string, string> = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...body] = section.split('\n')
      return [heading.trim(), body.join('\n')] as const
    }),
)

describe.each(failureReasons)('%s', (reason) => {
  it('has a title, a cause and a next step', () => {
    const { cause, remedy } = explain(reason, 'It happened.')
    expect(titles[reason]).toMatch(/^[A-Z].*[^.]$/)
    expect(cause).toMatch(/^[A-Z].+\.$/)
    expect(remedy).toMatch(/^[A-Z].+\.$/)
    expect(`${titles[reason]}${cause}${remedy}`.length).toBeLessThan(600)
  })

  it('has a section in the troubleshooting page: what you see, why, what to do, how to verify', () => {
    const section = sections.get(reason) ?? ''
    const parts = ['What you see', 'Probable cause', 'What to do', 'How to verify'].map((part) =>
      section.indexOf(`**${part}.** `),
    )
    expect(parts).toEqual(parts.toSorted((a, b) => a - b))
    expect(parts[0]).toBeGreaterThanOrEqual(0)
    expect(page).toContain(`[${reason}](#${reason})`)
  })
})

it('says no more in a title than holds for every occurrence', () => {
  // Also a suspended account, another account's app, a provider that refuses the account.
  expect(titles['heroku-forbidden']).not.toMatch(/token|permission/)
  // Also a change that is too large, or that Heroku refuses for another reason.
  expect(titles['config-conflict']).not.toMatch(/add-on|attachment/)
})

it('prefers what is known of the occurrence', () => {
  expect(explain('redis-dns', 'Gone.', { cause: 'C.', remedy: 'R.', requestId: 'id-1' })).toEqual({
    reason: 'redis-dns',
    what: 'Gone.',
    cause: 'C.',
    remedy: 'R.',
    requestId: 'id-1',
  })
  expect(explain('redis-dns', 'Gone.')).not.toHaveProperty('requestId')
})

it('makes an error to throw, which keeps its cause', () => {
  const error = new Error('deeper')
  const thrown = failure('internal', 'It broke.', { error })
  expect(thrown).toBeInstanceOf(Failure)
  expect(thrown.message).toBe('It broke.')
  expect(thrown.reason).toBe('internal')
  expect(thrown.cause).toBe(error)
  expect(failure('internal', 'It broke.')).not.toHaveProperty('cause')
})

describe('a failure as people read it', () => {
  const situation = {
    app: 'my-app',
    addon: 'redis-round-1',
    mode: 'check',
    provider: 'heroku',
    variables: 'fresh',
  } as const

  it('gets advice that fits the situation', () => {
    const { cause, remedy } = explainIn(failure('redis-wrong-password', 'Login failed.'), situation)
    expect(cause).toMatch(/being rotated at this moment/)
    expect(remedy).toMatch(/^Run again in a minute/)
  })

  it('keeps what the thrower knew of this occurrence', () => {
    const known = failure('config-missing', 'REDIS_URL is not set.', { remedy: 'Set it.', requestId: 'id-1' })
    expect(explainIn(known, situation)).toEqual({
      reason: 'config-missing',
      what: 'REDIS_URL is not set.',
      cause: 'The config vars were never written, or were removed since.',
      remedy: 'Set it.',
      requestId: 'id-1',
    })
    // However the failure was made.
    const general = new Failure(explain('redis-wrong-password', 'No.'))
    expect(explainIn(general, situation).remedy).toMatch(/^Run again in a minute/)
    const built = new Failure(explain('config-missing', 'Gone.', { cause: 'C.', remedy: 'R.' }))
    expect(explainIn(built, situation)).toMatchObject({ cause: 'C.', remedy: 'R.' })
  })

  it('has names where the thrower left placeholders', () => {
    const thrown = failure('provision-failed', 'It ended.', {
      cause: 'See <add-on>.',
      remedy: 'Run `heroku addons:info <add-on> --app <app>`.',
    })
    expect(explainIn(thrown, situation)).toMatchObject({
      cause: 'See redis-round-1.',
      remedy: 'Run `heroku addons:info redis-round-1 --app my-app`.',
    })
    expect(explainIn(thrown, {}).remedy).toBe('Run `heroku addons:info`.')
  })
})

describe('placeholders', () => {
  it.each([
    ['heroku redis:info <add-on> --app <app>', 'a', 'r', 'heroku redis:info r --app a'],
    ['heroku redis:info <add-on> --app <app>', 'a', undefined, 'heroku redis:info --app a'],
    ['heroku redis:info <add-on> -a <app>', undefined, 'r', 'heroku redis:info r'],
    ['heroku redis:info <add-on> --app <app>', 'a b', '$(id)', 'heroku redis:info'],
    ['<app> and <app>', 'a', undefined, 'a and a'],
  ])('%s for %s, %s', (text, app, addon, expected) => {
    expect(fillPlaceholders(text, app, addon)).toBe(expected)
  })
})

it('passes on the request id of the failure that caused it', () => {
  const inner = failure('heroku-unavailable', 'Down.', { requestId: 'id-2' })
  expect(failure('plan-not-found', 'No.', { error: inner }).explanation.requestId).toBe('id-2')
  expect(failure('plan-not-found', 'No.', { error: inner, requestId: 'id-3' }).explanation.requestId).toBe('id-3')
})
