import { describe, expect, test } from 'vitest'
import { cancelled } from '../../../src/failure/to-failure.ts'
import type { Attachment, AttachmentOrder, HerokuApi } from '../../../src/heroku/api.ts'
import type { Observed } from '../../../src/state/observed.ts'
import { attach } from '../../../src/steps/attach.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { addon, attachment, good, observed, url } from '../state/fixtures.ts'
import { done, errorFrom, final, inTurn, passing, refusal, release, scene, vars } from './harness.ts'

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
const writing = { action: 'attach', name: 'REDIS_WRITER', replaces: false } as const
const taken = refusal({ reason: 'confirmation-required', status: 423, meaning: 'name-taken' })
const lost = passing<Attachment>(refusal({ reason: 'heroku-unavailable', status: 503, outcome: 'unknown' }))

test('each attachment is followed to its release', async () => {
  const { run, actions, lines } = playing(both())
  const known = await run()
  expect(actions()).toEqual(['attach', 'wait-release', 'attach', 'wait-release'])
  expect(known).toMatchObject({ attached: ['REDIS_WRITER', 'REDIS_READER'], released: true, release: { version: 9 } })
  expect(known.addon?.configVars).toEqual(['REDIS_URL', 'REDIS_WRITER_URL', 'REDIS_READER_URL'])
  expect(known.observed.attachments).toEqual([redis, writer, reader])
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

test('a lost answer, and then the name is taken: it is ours, and its release is followed', async () => {
  const { run, progress } = playing({
    tryAttach: inTurn(lost, final<Attachment>(taken), done(reader)),
    attachments: inTurn([redis], [redis], [redis, writer]),
  })
  await run()
  expect(progress.steps.map(({ action, detail }) => [action, detail])).toEqual([
    ['attach', 'attached it as REDIS_WRITER; Heroku keeps REDIS_WRITER_URL current'],
    ['wait-release', 'succeeded after 0 ms'],
    ['attach', 'attached it as REDIS_READER; Heroku keeps REDIS_READER_URL current'],
    ['wait-release', 'succeeded after 0 ms'],
  ])
})

test('without any answer, the report says that it may have been attached', async () => {
  const { run, progress } = playing({ tryAttach: inTurn(lost), attachments: inTurn([redis]) })
  expect((await errorFrom(run())).reason).toBe('heroku-unavailable')
  expect(progress.steps[0]).toMatchObject({
    done: false,
    detail: 'asked Heroku to attach it as REDIS_WRITER, but got no answer: it is not known whether it was done',
  })
})

test('a run that is cancelled after the request reports that Heroku has accepted it', async () => {
  const { run, progress } = playing({ ...both(), configVars: inTurn<[Error]>(cancelled()) })
  expect((await errorFrom(run())).reason).toBe('cancelled')
  expect(progress.steps[0]).toMatchObject({
    done: false,
    detail: 'asked Heroku to attach it as REDIS_WRITER, which it accepted',
  })
})

test('other config vars are written after it, in one release', async () => {
  const { context, apply, actions, calls } = scene({
    given: { fields: 'host, url' },
    api: {
      ...both(),
      configVars: inTurn(vars({ REDIS_URL: url, REDIS_WRITER_URL: url }), vars({ REDIS_URL: url, ...copies })),
      setConfigVars: inTurn(vars({ REDIS_URL: url, ...copies, ...good })),
      releases: inTurn(releases('REDIS_WRITER', 8), releases('REDIS_READER', 9), [
        release({ version: 10, createdAt: new Date(0).toISOString() }),
      ]),
      release: inTurn(release()),
    },
  })
  const known = await apply(observed([one], { REDIS_URL: url }, [redis]))
  expect(known.release?.version).toBe(10)
  expect(actions()).toEqual(['attach', 'wait-release', 'attach', 'wait-release', 'set-config', 'wait-release'])
  expect(calls.filter((call) => call === 'setConfigVars')).toHaveLength(1)
  expect(context.progress.known?.written.map(({ name }) => name)).toEqual(['REDIS_WRITER_HOST', 'REDIS_READER_HOST'])
})

test('the wait for a config var that does not come keeps to the time of the run', async () => {
  const { clock, context, known } = scene({
    api: { tryAttach: inTurn(done(writer)), configVars: inTurn(vars({})) },
    given: { fields: 'url' },
    deadlineMs: 1_750,
  })
  await attach.apply(writing, known(observed([one], { REDIS_URL: url }, [redis])), context)
  expect(clock.slept).toEqual([250, 500, 1_000])
})

test('what an earlier step of the run has written is still known, so that another writer is noticed', async () => {
  const { context, known } = scene({
    api: { tryAttach: inTurn(done(writer)), configVars: inTurn(vars(first)) },
    given: { fields: 'url' },
    wallTime: 60_000,
  })
  const seen = known(observed([one], { REDIS_URL: url }, [redis]))
  const desired = new Map([['REDIS_WRITER_HOST', new Secret('h')]])
  const attached = { attached: ['REDIS_WRITER'], released: false, releaseNames: ['REDIS_WRITER'] }
  expect(await attach.apply(writing, { ...seen, lastWrite: { at: 1, desired } }, context)).toMatchObject({
    ...attached,
    lastWrite: { at: 60_000, desired },
  })
  expect(await attach.apply(writing, seen, context)).toMatchObject({
    ...attached,
    lastWrite: { at: 60_000, desired: new Map() },
  })
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
  test.each([
    ['heroku-forbidden', 403],
    ['config-conflict', 422],
  ] as const)('for another reason (%s) makes a copy, and a note', async (reason, status) => {
    const { run, progress } = playing({
      tryAttach: inTurn(final<Attachment>(refusal({ reason, status, words: 'No.' }))),
      attachments: inTurn([redis]),
      setConfigVars: inTurn(vars({ REDIS_URL: url, ...good, ...withUser() })),
      releases: inTurn([
        release({ description: 'Set REDIS_WRITER_URL config vars', createdAt: new Date(0).toISOString() }),
      ]),
    })
    const known = await run()
    expect(known.copied).toEqual(['REDIS_WRITER', 'REDIS_READER'])
    expect(known.written.map(({ name }) => name)).toEqual(['REDIS_WRITER_URL', 'REDIS_READER_URL'])
    expect(progress.notes).toEqual(
      ['REDIS_WRITER', 'REDIS_READER'].map(
        (name) =>
          `Heroku did not attach redis-one as ${name}, so ${name}_URL is a copy. Heroku answered POST /x with ${status}: "No.".`,
      ),
    )
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

  test('because of something that Heroku does not show is a conflict, and says how to get out of it', async () => {
    const { run } = playing({
      tryAttach: inTurn(done(writer), final<Attachment>(taken)),
      attachments: inTurn([redis, writer]),
      addons: inTurn([one]),
      configVars: inTurn(vars(first)),
    })
    const error = await errorFrom(run())
    expect(error.explanation).toMatchObject({
      reason: 'config-conflict',
      what: 'Heroku did not attach the add-on as REDIS_READER: something of my-app has that name.',
      remedy:
        'Check `heroku addons --app my-app`, choose another `writer-prefix` or `reader-prefix`, or leave `url` out of `fields`.',
    })
    expect(error.cause).toBe(taken)
  })

  test('because of the attachment of another add-on is a conflict, and that attachment is left alone', async () => {
    const theirs = attachment('REDIS_WRITER', addon({ id: 'id-2', name: 'redis-two' }))
    const { run, calls } = playing({
      tryAttach: inTurn(final<Attachment>(taken)),
      attachments: inTurn([redis, theirs]),
      addons: inTurn([one]),
    })
    expect(await errorFrom(run())).toMatchObject({
      reason: 'config-conflict',
      message: 'REDIS_WRITER_URL of my-app belongs to the attachment of another add-on.',
    })
    expect(calls.filter((call) => call.startsWith('try'))).toEqual(['tryAttach'])
  })

  test.each<[string, HerokuApi['attachments'], readonly AttachmentOrder[]]>([
    [
      'another run has attached it, which the list shows a moment later: it is not attached again',
      inTurn([redis], [redis, writer]),
      [{ app: 'my-app', addon: 'id-1', name: 'REDIS_WRITER' }],
    ],
    [
      'another run has written a copy: the copy is replaced',
      inTurn([redis]),
      [
        { app: 'my-app', addon: 'id-1', name: 'REDIS_WRITER' },
        { app: 'my-app', addon: 'id-1', name: 'REDIS_WRITER', confirm: 'my-app' },
      ],
    ],
  ])('because %s', async (_, attachments, expected) => {
    const orders: AttachmentOrder[] = []
    const answers = inTurn(final<Attachment>(taken), done(writer))
    const { run } = playing({
      attachments,
      addons: inTurn([one]),
      configVars: inTurn(vars(first), vars({ ...first, ...copies })),
      tryAttach: async (order) => {
        if (order.name === 'REDIS_READER') return done(reader)
        orders.push(order)
        return answers()
      },
    })
    await run()
    expect(orders).toEqual(expected)
  })
})

test('a copy is replaced with the app’s name as confirmation, also where the app is given by its id', async () => {
  const id = '01234567-89ab-cdef-0123-456789abcdef'
  const orders: AttachmentOrder[] = []
  const { context, known } = scene({
    api: {
      attachments: inTurn([redis]),
      configVars: inTurn(vars(first)),
      tryAttach: async (order) => {
        orders.push(order)
        return done(writer)
      },
    },
    given: { fields: 'url' },
  })
  const seen = known(observed([one], { REDIS_URL: url, REDIS_WRITER_URL: url }, [redis]))
  await attach.apply(
    { ...writing, replaces: true },
    { ...seen, observed: { ...seen.observed, app: id } },
    { ...context, app: id },
  )
  expect(orders).toEqual([{ app: id, addon: 'id-1', name: 'REDIS_WRITER', confirm: 'my-app' }])
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
