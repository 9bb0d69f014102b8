import { describe, expect, test } from 'vitest'
import { releaseOfWrite, waitRelease } from '../../../src/steps/wait-release.ts'
import { addon, good, observed, url } from '../state/fixtures.ts'
import { errorFrom, healthy, inTurn, missing, refusal, release, scene, vars, writing } from './harness.ts'

const stale = { REDIS_URL: url, ...good, REDIS_WRITER_HOST: 'old.example.com' }
const right = { REDIS_URL: url, ...good }
const at = (ms: number): string => new Date(ms).toISOString()

describe('writing config vars', () => {
  test('nothing differs: no request at all', async () => {
    const { apply, calls } = scene({ api: {} })
    await apply(healthy())
    expect(calls).toEqual([])
  })

  test('writes only what differs, and follows its release', async () => {
    const sent: unknown[] = []
    const { apply, calls, actions } = scene({
      api: {
        ...writing(),
        setConfigVars: async (_, values) => {
          sent.push(Object.fromEntries([...values].map(([name, value]) => [name, value?.reveal()])))
          return vars(right)
        },
      },
    })
    const known = await apply(observed([addon()], stale))
    expect(sent).toEqual([{ REDIS_WRITER_HOST: 'ec2-1.compute.amazonaws.com' }])
    expect(calls).toEqual(['setConfigVars', 'releases'])
    expect(actions()).toEqual(['set-config', 'wait-release'])
    expect(known).toMatchObject({ released: true, release: { version: 7 } })
    expect(known.written).toEqual([
      { name: 'REDIS_WRITER_HOST', kind: 'update', from: 'old.example.com', to: 'ec2-1.compute.amazonaws.com' },
    ])
  })

  test('the URL moves meanwhile: written again, and each change told once, from the first value to the last', async () => {
    const moved = 'rediss://:p%40ss@ec2-2.compute.amazonaws.com:21850'
    const { apply, actions } = scene({
      api: {
        ...writing(),
        setConfigVars: inTurn(
          vars({ ...right, REDIS_URL: moved }),
          vars({
            ...right,
            REDIS_URL: moved,
            REDIS_WRITER_HOST: 'ec2-2.compute.amazonaws.com',
            REDIS_READER_HOST: 'ec2-2.compute.amazonaws.com',
          }),
        ),
      },
    })
    const known = await apply(observed([addon()], stale))
    expect(actions()).toEqual(['set-config', 'set-config', 'wait-release'])
    expect(known.written).toEqual([
      { name: 'REDIS_WRITER_HOST', kind: 'update', from: 'old.example.com', to: 'ec2-2.compute.amazonaws.com' },
      {
        name: 'REDIS_READER_HOST',
        kind: 'update',
        from: 'ec2-1.compute.amazonaws.com',
        to: 'ec2-2.compute.amazonaws.com',
      },
    ])
  })

  test('a source that keeps moving is followed; it is nobody who overwrites', async () => {
    const moving = [1, 2, 3, 4, 5].map((n) =>
      vars({ ...right, REDIS_URL: `rediss://:p%40ss@h${String(n)}.example.com:21850` }),
    )
    const end = { REDIS_WRITER_HOST: 'h5.example.com', REDIS_READER_HOST: 'h5.example.com' }
    const last = vars({ ...right, ...end, REDIS_URL: 'rediss://:p%40ss@h5.example.com:21850' })
    const { apply, calls } = scene({ api: { ...writing(), setConfigVars: inTurn(...moving, last) } })
    expect((await apply(observed([addon()], stale))).released).toBe(true)
    expect(calls.filter((call) => call === 'setConfigVars')).toHaveLength(6)
  })

  test.each<[string, Record<string, string>]>([
    ['the same variable', { REDIS_WRITER_HOST: 'theirs.example.com' }],
    ['another one', { REDIS_READER_PORT: '1' }],
  ])('somebody who overwrites %s each time is told of after three writes', async (_, theirs) => {
    const { apply, calls, progress } = scene({ api: { setConfigVars: inTurn(vars({ ...right, ...theirs })) } })
    expect((await errorFrom(apply(observed([addon()], stale)))).explanation).toEqual({
      reason: 'config-conflict',
      what: 'Another writer changed config vars of my-app each time after this action had set them.',
      cause: 'Another workflow or script writes the same variables with other values.',
      remedy: 'Let only one of them write these variables, then run again.',
    })
    expect(calls.filter((call) => call === 'setConfigVars')).toHaveLength(3)
    expect(progress.known?.written.map(({ name }) => name)).toContain('REDIS_WRITER_HOST')
  })

  test('somebody who overwrites one variable is noticed while the URL moves, too', async () => {
    let port = 7_000
    const { apply, calls } = scene({
      api: {
        setConfigVars: async () => {
          port += 1
          const moving = { REDIS_URL: `rediss://:p%40ss@ec2-1.compute.amazonaws.com:${port}` }
          return vars({ ...right, ...moving, REDIS_WRITER_HOST: 'theirs.example.com' })
        },
      },
    })
    await expect(apply(observed([addon()], stale))).rejects.toMatchObject({ reason: 'config-conflict' })
    expect(calls).toHaveLength(3)
  })

  test('an answer without the URL is no loss of the add-on: the variables are read again', async () => {
    const { apply, calls } = scene({
      api: {
        ...writing(good),
        addon: inTurn(addon()),
        dataWait: inTurn({ kind: 'done' as const, value: { waiting: false, message: '' } }),
        configVars: inTurn(vars(right)),
      },
    })
    expect((await apply(observed([addon()], stale))).released).toBe(true)
    expect(calls).toEqual(['setConfigVars', 'addon', 'dataWait', 'configVars', 'releases'])
  })

  test('the add-on is removed meanwhile: said, and what was written stays told', async () => {
    const { apply, progress } = scene({ api: { setConfigVars: inTurn(vars(good)), addon: inTurn(missing) } })
    await expect(apply(observed([addon()], stale))).rejects.toMatchObject({ reason: 'provision-failed' })
    expect(progress.known?.written).toHaveLength(1)
  })

  test.each([
    ['refused', refusal({ reason: 'config-conflict' }), 'set REDIS_WRITER_HOST in one release'],
    [
      'without an answer',
      refusal({ reason: 'heroku-unavailable', outcome: 'unknown' }),
      'asked Heroku to set REDIS_WRITER_HOST, but got no answer: it is not known whether it was done',
    ],
  ])('%s: what is not known is called so', async (_, error, detail) => {
    const { apply, progress } = scene({ api: { setConfigVars: inTurn(error) } })
    await expect(apply(observed([addon()], stale))).rejects.toBe(error)
    expect(progress.steps[0]).toMatchObject({ action: 'set-config', done: false, detail })
  })
})

describe('the release of a write', () => {
  const names = ['REDIS_WRITER_HOST']

  test.each([
    ['newest first', [release({ version: 9, createdAt: at(5_000) }), release({ version: 8, createdAt: at(4_500) })], 9],
    ['oldest first', [release({ version: 8, createdAt: at(4_500) }), release({ version: 9, createdAt: at(5_000) })], 9],
    [
      "somebody else's after it",
      [
        release({ version: 9, createdAt: at(5_500), description: 'Deploy 1234' }),
        release({ version: 8, createdAt: at(5_000) }),
      ],
      8,
    ],
    ['in the same millisecond', [release({ version: 8, createdAt: at(4_500) })], 8],
    ['the second before, in whole seconds', [release({ version: 8, createdAt: at(4_000) })], 8],
    ['an earlier write of the same variables', [release({ version: 8, createdAt: at(4_499) })], undefined],
    ['an earlier one, in whole seconds', [release({ version: 8, createdAt: at(2_000) })], undefined],
    [
      'another variable',
      [release({ version: 8, createdAt: at(5_000), description: 'Set REDIS_WRITER_HOST_2 config vars' })],
      undefined,
    ],
    ['no time', [release({ version: 8 })], undefined],
    ['none', [], undefined],
  ])('%s', (_, releases, version) => {
    expect(releaseOfWrite(releases, names, 4_500)?.version).toBe(version)
  })

  test('two seconds before, in whole seconds, and none earlier', () => {
    const two = [release({ version: 8, createdAt: at(2_000) })]
    expect([releaseOfWrite(two, names, 4_000)?.version, releaseOfWrite(two, names, 4_001)]).toEqual([8, undefined])
  })

  test('is not listed yet: looked for again', async () => {
    const before = release({ version: 6, createdAt: at(1_000) })
    const ours = release({ version: 7, createdAt: at(60_000) })
    const { apply, clock, lines } = scene({
      api: { ...writing(), releases: inTurn([before], [before], [before], [ours, before]) },
      wallTime: 60_000,
    })
    expect((await apply(observed([addon()], stale))).release?.version).toBe(7)
    expect(clock.slept).toEqual([250, 500, 1_000])
    expect(lines).toEqual([
      'Setting REDIS_WRITER_HOST …',
      '1 config var: set.',
      'Waiting for the release of the config vars: Heroku does not list it yet …',
      'v7: succeeded after 1.8 s.',
    ])
  })

  test('is never looked for beyond the time of the run', async () => {
    const { apply, clock } = scene({ api: { ...writing(), releases: inTurn([]) }, deadlineMs: 1_750 })
    expect((await apply(observed([addon()], stale))).released).toBe(true)
    expect(clock.slept).toEqual([250, 500, 1_000])
  })

  test('is not the one of an earlier write of the run, even within the same second', async () => {
    const first = release({ version: 8, createdAt: at(60_000) })
    const second = release({ version: 9, createdAt: at(60_000) })
    const { context, known } = scene({ api: { releases: inTurn([first], [second, first]) }, wallTime: 60_000 })
    const written = {
      ...known(observed([addon()], right)),
      release: first,
      lastWrite: { at: 60_000, desired: new Map() },
    }
    const step = { action: 'wait-release', configVars: ['REDIS_WRITER_HOST'] } as const
    expect((await waitRelease.apply(step, written, context)).release?.version).toBe(9)
  })

  test('clocks that differ cost some seconds, not the release', async () => {
    const { apply, clock } = scene({ api: writing(), wallTime: 3_600_000 })
    expect((await apply(observed([addon()], stale))).release?.version).toBe(7)
    expect(clock.now()).toBe(6_750)
  })

  test('is named by none of our variables: the newest since the write', async () => {
    const other = release({ version: 8, description: 'Update by owner@example.com', createdAt: at(60_000) })
    const old = release({ version: 7, description: 'Initial release', createdAt: at(1_000) })
    const found = scene({ api: { ...writing(), releases: inTurn([other, old]) }, wallTime: 60_000 })
    expect((await found.apply(observed([addon()], stale))).release?.version).toBe(8)
    const { createdAt: _, ...timeless } = other
    const unknown = scene({ api: { ...writing(), releases: inTurn([timeless, old]) }, wallTime: 60_000 })
    expect((await unknown.apply(observed([addon()], stale))).release?.version).toBe(8)
    const none = scene({ api: { ...writing(), releases: inTurn([old]) }, wallTime: 60_000 })
    const known = await none.apply(observed([addon()], stale))
    expect(known.release).toBeUndefined()
    expect(known.released).toBe(true)
  })

  test('Heroku names none at all: told, and the step is done', async () => {
    const { apply, progress } = scene({ api: { ...writing(), releases: inTurn([]) } })
    await apply(observed([addon()], stale))
    expect(progress.steps.at(-1)).toMatchObject({
      action: 'wait-release',
      done: true,
      detail: 'Heroku lists no release for this change, so there was none to wait for',
    })
  })

  test('is followed until it has ended', async () => {
    const pending = release({ status: 'pending', createdAt: at(0) })
    const { apply, calls, progress } = scene({
      api: { ...writing(), releases: inTurn([pending]), release: inTurn(pending, release()) },
    })
    await apply(observed([addon()], stale))
    expect(calls.filter((call) => call === 'release')).toHaveLength(2)
    expect(progress.steps.at(-1)).toMatchObject({ target: 'v7', detail: 'succeeded after 750 ms' })
  })

  test.each(['failed', 'expired'])('ends as %s: the run fails, and names it', async (status) => {
    const { apply, progress } = scene({
      api: { ...writing(), releases: inTurn([release({ status, createdAt: at(0) })]) },
    })
    await expect(apply(observed([addon()], stale))).rejects.toMatchObject({ reason: 'release-failed' })
    expect(progress.known?.release).toMatchObject({ version: 7, status })
  })

  test('does not end: the time of the release is told, and its number stays known', async () => {
    const pending = release({ status: 'pending', createdAt: at(0) })
    const { apply, progress } = scene({
      api: { ...writing(), releases: inTurn([pending]), release: inTurn(pending) },
      deadlineMs: 4_000,
    })
    await expect(apply(observed([addon()], stale))).rejects.toThrow(/^Release v7 of my-app was still pending after/)
    expect(progress.known?.release?.version).toBe(7)
  })
})
