import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reportOf, sandboxForThisFile } from '../../e2e/support.ts'
import { step } from './step.ts'

/** Health runs with a history: each in a new folder, with the state file restored as by a cache. */

const sandbox = await sandboxForThisFile()
const inputs = { app: 'watched', mode: 'check', 'state-file': 'health/state.json', samples: '1' }
let state: string | undefined

beforeAll(async () => {
  await sandbox.createApp('watched')
  await step(sandbox, { app: 'watched' })
})

beforeEach(() => {
  state = undefined
})

/** One scheduled run, with the state file of the previous one. */
async function run(extra: Readonly<Record<string, string>> = {}) {
  const outcome = await step(
    sandbox,
    { ...inputs, ...extra },
    state === undefined ? {} : { files: { 'health/state.json': state } },
  )
  state = outcome.files['health/state.json']
  return outcome
}

/** A run with a stale password of the writer. */
async function failing<T>(work: () => Promise<T>): Promise<T> {
  const { REDIS_WRITER_PASSWORD: right = '' } = await sandbox.config('watched')
  await sandbox.setConfig('watched', { REDIS_WRITER_PASSWORD: 'stale-password-of-before' })
  try {
    return await work()
  } finally {
    await sandbox.setConfig('watched', { REDIS_WRITER_PASSWORD: right })
  }
}

const alarmOf = ({ outputs }: Awaited<ReturnType<typeof run>>) => [
  outputs['alarm'],
  outputs['transition'],
  outputs['consecutive-failures'],
]

describe('alarm-after: 2', () => {
  const alarm = { 'alarm-after': '2' }

  test('raises the alarm at the second failure in a row, and reports recovery once', async () => {
    const healthy = await run(alarm)
    expect(healthy).toMatchObject({ exitCode: 0, outputs: { status: 'pass', 'uptime-percent': '100' } })
    expect(alarmOf(healthy)).toEqual(['false', '', '0'])

    const [first, second, third] = await failing(async () => [await run(alarm), await run(alarm), await run(alarm)])
    expect(first).toMatchObject({ exitCode: 0, outputs: { status: 'fail' } })
    expect(alarmOf(first)).toEqual(['false', '', '1'])
    expect(first.log.join('\n')).toContain('1 of 2 failures before the alarm')
    expect(first.annotations.filter(({ kind }) => kind === 'error')).toEqual([])
    expect(first.annotations.filter(({ kind }) => kind === 'warning').length).toBeGreaterThan(0)

    expect(second.exitCode).toBe(1)
    expect(alarmOf(second)).toEqual(['true', 'broke', '2'])
    expect(second.annotations.some(({ kind }) => kind === 'error')).toBe(true)
    expect(second.outputs['failing-since']).toBe(first.outputs['failing-since'])

    expect(third.exitCode).toBe(1)
    expect(alarmOf(third)).toEqual(['true', '', '3'])

    const recovered = await run(alarm)
    expect(recovered.exitCode).toBe(0)
    expect(alarmOf(recovered)).toEqual(['false', 'recovered', '0'])
    expect(recovered.outputs['uptime-percent']).toBe('40')

    const after = await run(alarm)
    expect(alarmOf(after)).toEqual(['false', '', '0'])
    expect(reportOf(after).apps[0]?.history?.runs.map(({ status }) => status)).toEqual([
      'pass',
      'fail',
      'fail',
      'fail',
      'pass',
      'pass',
    ])
  })

  test('fails at once if the job could not be done, and records nothing about Redis', async () => {
    await run(alarm)
    const before = state
    const failed = await run({ ...alarm, 'api-key': 'not-the-right-token' })
    expect(failed).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'heroku-unauthorized', alarm: '' } })
    expect(JSON.parse(state ?? '{}')).toMatchObject({ apps: (JSON.parse(before ?? '{}') as { apps: unknown }).apps })
  })
})

describe('the state file', () => {
  test.each([
    ['damaged', '{"format": "heroku-redis-action/sta'],
    ['foreign', '{"version": 1, "name": "package"}'],
    ['empty', ''],
  ])('%s: is renamed, logged and started again', async (_, content) => {
    state = content
    const outcome = await run()
    expect(outcome).toMatchObject({ exitCode: 0, outputs: { status: 'pass', alarm: 'false' } })
    expect(outcome.files['health/state.json.bad']).toBe(content)
    expect(outcome.log.join('\n')).toContain('renamed to "state.json.bad"')
    expect(reportOf(outcome).apps[0]?.history?.runs).toHaveLength(1)
  })

  test('starts again after it was lost', async () => {
    await run()
    state = undefined
    expect(reportOf(await run()).apps[0]?.history?.runs).toHaveLength(1)
  })

  test('keeps recorded runs when the clock jumps back', async () => {
    await run()
    const parsed = JSON.parse(state ?? '{}') as { apps: { points: number[][] }[] }
    const future = Date.now() + 3_600_000
    for (const app of parsed.apps) for (const point of app.points) point[0] = future
    state = JSON.stringify(parsed)
    expect(await run()).toMatchObject({ exitCode: 0, outputs: { status: 'pass' } })
  })

  test('holds no URL, host, password or token, whether the run passes or fails', async () => {
    const { REDIS_URL = '' } = await sandbox.config('watched')
    const { hostname, password } = new URL(REDIS_URL)
    const reader = 'rediss://reader-user:reader-password@replica.example.invalid:6380/0'
    await run({ reader })
    await failing(() => run({ reader }))
    expect(JSON.parse(state ?? '{}')).toMatchObject({ apps: [{ app: 'watched', points: [{}, {}] }] })
    const found = [
      '://',
      REDIS_URL,
      hostname,
      password,
      reader,
      'example.invalid',
      'reader-',
      'stale-password',
      sandbox.token,
    ]
    expect(found.filter((text) => state?.includes(text))).toEqual([])
  })

  test('fails as an input error before any work if its path is not writable', async () => {
    const outcome = await step(sandbox, { ...inputs, 'state-file': 'folder.json' }, { files: { 'folder.json/x': '' } })
    expect(outcome).toMatchObject({ exitCode: 1, outputs: { 'failure-reason': 'input-invalid' } })
  })
})
