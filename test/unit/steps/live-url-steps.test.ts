import { describe, expect, test } from 'vitest'
import type { Attachment, HerokuApi } from '../../../src/heroku/api.ts'
import type { Observed } from '../../../src/state/observed.ts'
import { addon, attachment, good, observed, url } from '../state/fixtures.ts'
import { done, final, inTurn, passing, refusal, release, scene, vars } from './harness.ts'

/** Attaching an add-on under the prefixes, and what Heroku can say to it. */

const one = addon()
const redis = attachment('REDIS', one)
const writer = attachment('REDIS_WRITER', one)
const reader = attachment('REDIS_READER', one)
const first = { REDIS_URL: url, ...good, REDIS_WRITER_URL: url }
const copies = { REDIS_WRITER_URL: url, REDIS_READER_URL: url }
const releases = (name: string, version: number) =>
  [release({ version, description: `Attach ${name} (@redis-one)`, createdAt: new Date(0).toISOString() })] as const

function playing(api: Partial<HerokuApi>, seen: Observed = observed([one], { REDIS_URL: url, ...good }, [redis])) {
  const stage = scene({
    given: { fields: 'url' },
    api: {
      configVars: inTurn(vars(first), vars({ ...first, ...copies })),
      releases: inTurn(releases('REDIS_WRITER', 8), releases('REDIS_READER', 9)),
      release: inTurn(release()),
      pause: (_, tries) => stage.clock.sleep(tries * 500, stage.context.signal),
      ...api,
    },
  })
  return { ...stage, run: () => stage.apply(seen) }
}

const both = (): Partial<HerokuApi> => ({ tryAttach: inTurn(done(writer), done(reader)) })
const taken = refusal({ reason: 'confirmation-required', status: 423, meaning: 'name-taken' })
const lost = passing<Attachment>(refusal({ reason: 'heroku-unavailable', status: 503, outcome: 'unknown' }))

test('each attachment is followed to its release', async () => {
  const { run, actions, lines } = playing(both())
  const known = await run()
  expect(actions()).toEqual(['attach', 'wait-release', 'attach', 'wait-release'])
  expect(known).toMatchObject({ attached: ['REDIS_WRITER', 'REDIS_READER'], released: true, release: { version: 9 } })
  expect(known.addon?.configVars).toEqual(['REDIS_URL', 'REDIS_WRITER_URL', 'REDIS_READER_URL'])
  expect(lines).toContain('redis-one: attached it as REDIS_WRITER; Heroku keeps REDIS_WRITER_URL current.')
})

test('a config var that comes a moment later is waited for, and one that never comes is not attached twice', async () => {
  const late = playing({
    ...both(),
    configVars: inTurn(vars({ REDIS_URL: url }), vars({ REDIS_URL: url }), vars(first), vars({ ...first, ...copies })),
  })
  await late.run()
  expect(late.clock.slept).toContain(500)

  const never = playing({ ...both(), configVars: inTurn(vars({ REDIS_URL: url })) })
  await never.run()
  expect(never.calls.filter((call) => call === 'tryAttach')).toHaveLength(2)
})

test('a lost answer is looked for: it is ours, and its release is followed', async () => {
  const { run, calls, actions } = playing({
    tryAttach: inTurn(lost, done(reader)),
    attachments: inTurn([redis, writer]),
  })
  await run()
  expect(calls.filter((call) => call === 'tryAttach')).toHaveLength(2)
  expect(actions()).toEqual(['attach', 'wait-release', 'attach', 'wait-release'])
})

test('a refusal because another run was first: there is no release of ours to follow', async () => {
  const { run, progress } = playing({
    tryAttach: inTurn(final<Attachment>(taken), done(reader)),
    attachments: inTurn([redis, writer]),
    releases: inTurn(releases('REDIS_READER', 9)),
  })
  await run()
  expect(progress.steps.map(({ action, detail }) => [action, detail])).toEqual([
    ['attach', 'another run had just attached it as REDIS_WRITER'],
    ['attach', 'attached it as REDIS_READER; Heroku keeps REDIS_READER_URL current'],
    ['wait-release', 'succeeded after 0 ms'],
  ])
})

describe('a refusal', () => {
  test('for another reason makes a copy, and is a remark', async () => {
    const { run, progress, context } = playing({
      tryAttach: inTurn(final<Attachment>(refusal({ reason: 'heroku-forbidden', status: 403, words: 'No.' }))),
      attachments: inTurn([redis]),
      setConfigVars: inTurn(vars({ REDIS_URL: url, ...good, ...withUser() })),
      releases: inTurn([
        release({ description: 'Set REDIS_WRITER_URL config vars', createdAt: new Date(0).toISOString() }),
      ]),
    })
    const known = await run()
    expect(known.copied).toEqual(['REDIS_WRITER', 'REDIS_READER'])
    expect(known.written.map(({ name }) => name)).toEqual(['REDIS_WRITER_URL', 'REDIS_READER_URL'])
    expect(progress.notes[0]).toMatch(
      /^Heroku did not attach redis-one as REDIS_WRITER, so REDIS_WRITER_URL is a copy\./,
    )
    expect(context.signal.aborted).toBe(false)
  })

  test('that is not about the attachment fails the run', async () => {
    const { run } = playing({
      tryAttach: inTurn(final<Attachment>(refusal({ reason: 'heroku-unauthorized', status: 401 }))),
      attachments: inTurn([redis]),
    })
    await expect(run()).rejects.toMatchObject({ reason: 'heroku-unauthorized' })
  })

  test('because something took the name since it was read is looked at again, and never confirmed', async () => {
    const { run, calls } = playing({
      tryAttach: inTurn(final<Attachment>(taken)),
      attachments: inTurn([redis]),
      addons: inTurn([one]),
      configVars: inTurn(vars({ REDIS_URL: url, REDIS_WRITER_URL: 'rediss://:somebody-elses@other.example.com:1' })),
    })
    await expect(run()).rejects.toMatchObject({ reason: 'config-conflict' })
    expect(calls.filter((call) => call === 'tryAttach')).toHaveLength(1)
  })

  test('because of something that Heroku does not show is a conflict', async () => {
    const { run } = playing({
      tryAttach: inTurn(final<Attachment>(taken)),
      attachments: inTurn([redis]),
      addons: inTurn([one]),
      configVars: inTurn(vars({ REDIS_URL: url })),
    })
    await expect(run()).rejects.toThrow('something of my-app has that name')
  })
})

test('our own copy gives way only with the app’s name, and not when another run has replaced it', async () => {
  const seen = observed([one], { REDIS_URL: url, ...good, REDIS_WRITER_URL: url, REDIS_READER_URL: url }, [redis])
  const orders: unknown[] = []
  const { run } = playing(
    {
      attachments: inTurn([redis], [redis, reader]),
      configVars: inTurn(vars({ ...first, ...copies })),
      tryAttach: async (order) => {
        orders.push(order)
        return done(writer)
      },
      releases: inTurn(releases('REDIS_WRITER', 8)),
    },
    seen,
  )
  await run()
  expect(orders).toEqual([{ app: 'my-app', addon: 'id-1', name: 'REDIS_WRITER', confirm: 'my-app' }])
})

describe('an attachment that has lost its config var', () => {
  const seen = observed([one], { REDIS_URL: url, ...good, REDIS_READER_URL: url }, [redis, writer, reader])

  test('is detached and attached again', async () => {
    const { run, actions } = playing(
      {
        tryDetach: inTurn(done(undefined)),
        configVars: inTurn(vars({ ...first, ...copies })),
        tryAttach: inTurn(done(writer)),
        attachments: inTurn([redis, reader]),
        releases: inTurn(
          [
            release({
              version: 8,
              description: 'Detach REDIS_WRITER (@redis-one)',
              createdAt: new Date(0).toISOString(),
            }),
          ],
          releases('REDIS_WRITER', 9),
        ),
      },
      seen,
    )
    const known = await run()
    expect(actions()).toEqual(['detach', 'wait-release', 'attach', 'wait-release'])
    expect(known.observed.config.has('REDIS_WRITER_URL')).toBe(true)
  })
})

function withUser(): Readonly<Record<string, string>> {
  const value = url.replace('//:', '//default:')
  return { REDIS_WRITER_URL: value, REDIS_READER_URL: value }
}
