import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { decodeState } from '../../../src/history/decode.ts'
import { encodeState } from '../../../src/history/encode.ts'
import { emptyState, historyOf } from '../../../src/history/history.ts'
import type { HistoryState, RunPoint } from '../../../src/history/history.ts'
import { recordRun } from '../../../src/history/record.ts'
import { readState, updateState } from '../../../src/history/state-file.ts'
import { demoShop, simulateState } from '../../support/simulation.ts'

const now = Date.UTC(2026, 0, 1)
const hour = 3_600_000
const day = 24 * hour
const once = { failing: 1, of: 1 }
let home = ''
let workspace = ''

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'state-'))
  workspace = join(home, 'workspace')
  await mkdir(workspace)
})
afterEach(() => rm(home, { recursive: true, force: true }))

const place = (path = 'state.json') => ({ path: join(workspace, path), workspace })

const run = (time: number): RunPoint => ({ time, status: 'pass', failing: false, reason: '' })

const add =
  (app: string, time: number) =>
  (state: HistoryState): { readonly state: HistoryState; readonly value: string } => ({
    state: recordRun(state, app, run(time), once).state,
    value: app,
  })

describe('the state file', () => {
  it('begins empty, and keeps what each run adds', async () => {
    expect(await readState(place('deep/er/state.json'))).toEqual({ state: emptyState, notes: [] })
    // Reading makes nothing.
    expect(await readdir(workspace)).toEqual([])
    for (const time of [now, now + 1, now + 2]) {
      expect(await updateState(place('deep/er/state.json'), time, add('shop', time))).toEqual({
        value: 'shop',
        notes: [],
      })
    }
    const { state, notes } = await readState(place('deep/er/state.json'))
    expect(historyOf(state, 'shop').points).toEqual([run(now), run(now + 1), run(now + 2)])
    expect(notes).toEqual([])
    expect(await readdir(join(workspace, 'deep/er'))).toEqual(['state.json'])
  })

  it('takes the longest name that a file can have', async () => {
    const name = `${'n'.repeat(250)}.json`
    await updateState(place(name), now, add('shop', now))
    expect(await readdir(workspace)).toEqual([name])
  })

  const demo = encodeState(simulateState([{ ...demoShop, days: 1 }], now), now)
  const nested = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`
  test.each([
    ['empty', '', 'not valid JSON'],
    ['cut in the middle', demo.slice(0, demo.length / 2), 'not valid JSON'],
    ['a report', '{"version":1,"status":"pass","apps":[]}', 'not a state file'],
    ['a list', '[1,2,3]', 'damaged'],
    ['of a later version', demo.replace('"version":1', '"version":2'), 'another version'],
    ['brackets alone', nested, 'not a state file'],
    ['braces alone', '{"a":'.repeat(100_000), 'not a state file'],
    ['brackets among text', '["text",'.repeat(100_000), 'not a state file'],
    ['null', 'null', 'damaged'],
    ['a number', '7', 'damaged'],
    ['a text', '"text"', 'damaged'],
    ['a negative figure', demo.replace(/"pass",0,"",[\d.]+/, '"pass",0,"",-1'), 'damaged'],
    ['an unknown status', demo.replace('"pass"', '"fine"'), 'damaged'],
    ['a time that no date can hold', demo.replace(/\[\d{13},"pass"/, '[1e300,"pass"'), 'damaged'],
    ['a figure that is text', demo.replace(/"pass",0,"",[\d.]+/, '"pass",0,"","12"'), 'damaged'],
    ['a server that is not listed', demo.replace('"servers":[', '"servers":[],"other":['), 'damaged'],
    ['an app without a name', demo.replace('"app":"demo-shop"', '"app":7'), 'damaged'],
    ['one app twice', demo.replace(/(\{"app":"demo-shop".*)\n/, '$1,\n$1\n'), 'damaged'],
  ])('is put aside when it is %s, and begins again', async (_, content, why) => {
    await writeFile(place().path, content)
    const { notes } = await updateState(place(), now, add('shop', now))
    expect(notes).toHaveLength(1)
    expect(notes[0]).toMatch(
      /^The state file "state\.json" was renamed to "state\.json\.bad" because it .*; the history starts again/,
    )
    expect(notes[0]).toContain(why)
    expect(await readFile(`${place().path}.bad`, 'utf8')).toBe(content)
    expect(historyOf((await readState(place())).state, 'shop').points).toHaveLength(1)
    expect((await readdir(workspace)).toSorted()).toEqual(['state.json', 'state.json.bad'])
  })

  it('is read completely with many apps, and keeps the newest events and outcomes', () => {
    const fleet = Array.from({ length: 60 }, (_, index) => ({
      app: `app-${String(index)}`,
      points: [run(now)],
      spans: [],
      events: Array.from({ length: 40 }, (_, age) => ({ time: now + age, kind: 'rotated' as const })),
      outcomes: Array.from({ length: 150 }, (_, age) => now + age),
    }))
    expect(decodeState(encodeState({ apps: fleet }, now)).apps).toEqual(
      fleet.map((app) => ({ ...app, events: app.events.slice(-30), outcomes: app.outcomes.slice(-100) })),
    )
  })

  it('drops a range with a missing value', () => {
    const span = { start: now - 6 * hour, lengthMs: 6 * hour, runs: 3, warned: 0, failed: 0 }
    const range = { min: 1, median: 2, max: 3 }
    const history = { app: 'shop', points: [run(now)], spans: [{ ...span, memory: range }], events: [], outcomes: [] }
    const text = encodeState({ apps: [history] }, now)
    expect(decodeState(text)).toEqual({ apps: [history] })
    for (const part of ['null,2,3', '1,null,3', '1,2,null']) {
      expect(decodeState(text.replace('1,2,3', part)).apps[0]?.spans).toEqual([span])
    }
  })

  it('is put aside when it is huge, and is not read for it', async () => {
    await writeFile(place().path, '{')
    // A sparse file: 500 GB that nobody has.
    await truncate(place().path, 500_000_000_000)
    expect((await readState(place())).notes[0]).toContain('larger than 20 MB')
  })

  it.skipIf(process.platform === 'win32')('does not wait for a pipe', async () => {
    execFileSync('mkfifo', [place().path])
    expect((await readState(place())).notes[0]).toContain('not a regular file')
  })

  it.skipIf(process.platform === 'win32')('says why it could not be read', async () => {
    await symlink('loop.json', place('loop.json').path)
    expect(await readState(place('loop.json'))).toEqual({
      state: emptyState,
      notes: [
        'The state file "loop.json" was renamed to "loop.json.bad" because it cannot be read (ELOOP); the history starts again with this run.',
      ],
    })
  })

  it('is written in one try after a damaged file was renamed', async () => {
    await writeFile(place().path, 'damaged')
    let calls = 0
    await updateState(place(), now, (state) => {
      calls += 1
      return add('shop', now)(state)
    })
    expect(calls).toBe(1)
  })

  it('replaces the file that was put aside before', async () => {
    for (const content of ['first', 'second']) {
      await writeFile(place().path, content)
      await readState(place())
    }
    expect(await readFile(`${place().path}.bad`, 'utf8')).toBe('second')
  })

  it('is never read or written outside the workspace', async () => {
    const secret = join(home, 'secret.json')
    await writeFile(secret, demo)
    await symlink(secret, place('link.json').path)
    await symlink(home, join(workspace, 'out'))
    await symlink(join(home, 'nowhere'), join(workspace, 'dangling'))
    const linked = await readState(place('link.json'))
    expect(linked.state).toEqual(emptyState)
    expect(linked.notes[0]).toContain('symlink out of the workspace')
    for (const path of ['out/secret.json', 'out/new/state.json', 'dangling/state.json', '../up.json']) {
      await expect(readState(place(path))).rejects.toMatchObject({ reason: 'input-invalid' })
      await expect(updateState(place(path), now, add('shop', now))).rejects.toMatchObject({ reason: 'input-invalid' })
    }
    expect(await readFile(secret, 'utf8')).toBe(demo)
    expect((await readdir(home)).toSorted()).toEqual(['secret.json', 'workspace'])
  })

  it('follows a symlink that stays inside', async () => {
    await writeFile(place('real.json').path, demo)
    await symlink(place('real.json').path, place('link.json').path)
    const { state, notes } = await readState(place('link.json'))
    expect(notes).toEqual([])
    expect(state.apps.map(({ app }) => app)).toEqual(['demo-shop'])
  })

  it('says what is wrong with a path that cannot be written', async () => {
    await mkdir(place('folder.json').path)
    await writeFile(place('file').path, '')
    for (const [path, code] of [
      ['folder.json', 'EISDIR'],
      ['file/state.json', 'ENOTDIR'],
    ] as const) {
      await expect(updateState(place(path), now, add('shop', now))).rejects.toMatchObject({
        explanation: {
          reason: 'input-invalid',
          what: `The state file "${path}" cannot be used: ${code}.`,
          cause:
            'The path is a folder, leads out of the workspace through a symlink, or its disk is full or read-only.',
          remedy: 'Set `state-file` to a path inside the workspace that can be written.',
        },
      })
    }
  })
})

describe('two runs at once', () => {
  it('keeps what the other run wrote meanwhile', async () => {
    let calls = 0
    // The other run writes while this one is between reading and writing.
    const other = encodeState(add('other', now)(emptyState).state, now)
    const { value } = await updateState(place(), now, (state) => {
      calls += 1
      if (calls === 1) {
        writeFileSync(place().path, other)
      }
      return { ...add('shop', now + 1)(state), value: calls }
    })
    expect(value).toBe(2)
    expect((await readState(place())).state.apps.map(({ app }) => app)).toEqual(['other', 'shop'])
  })

  it('gives up repeating in the end: the last one wins', async () => {
    let calls = 0
    const { value } = await updateState(place(), now, (state) => {
      calls += 1
      const other = encodeState(add(`other-${String(calls)}`, now)(emptyState).state, now)
      writeFileSync(place().path, other)
      return { ...add('shop', now)(state), value: calls }
    })
    expect(value).toBe(5)
    expect(historyOf((await readState(place())).state, 'shop').points).toHaveLength(1)
  })
})

it('forgets an app that has not run for 90 days', () => {
  const appsAfter = (state: HistoryState, days: number): number => {
    const { apps } = JSON.parse(encodeState(state, now + days * day)) as { readonly apps: readonly unknown[] }
    return apps.length
  }
  const { state } = add('shop', now)(emptyState)
  expect([appsAfter(state, 90), appsAfter(state, 90.1)]).toEqual([1, 0])
  // Of an app that has only older runs, the end of the last span counts.
  const span = { start: now - 6 * hour, lengthMs: 6 * hour, runs: 6, warned: 0, failed: 0 }
  const old = { apps: [{ app: 'shop', points: [], spans: [span], events: [], outcomes: [] }] }
  expect([appsAfter(old, 90), appsAfter(old, 90.1)]).toEqual([1, 0])
})

it('keeps less of the past before it loses an app, and loses the one that ran longest ago', () => {
  const minutesAgo = (app: string): number => ['one', 'two', 'three', 'four'].indexOf(app)
  const apps = ['three', 'one', 'four', 'two'].map((app) => ({
    app,
    points: Array.from({ length: 60 }, (_, age) => run(now - minutesAgo(app) * 60_000 - age * hour)).toReversed(),
    spans: [],
    events: [],
    outcomes: [],
  }))
  const kept = (most: number) => {
    const text = encodeState({ apps }, now, most)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(most)
    const state = JSON.parse(text) as { readonly apps: readonly { readonly app: string; readonly points: unknown[] }[] }
    return state.apps.map(({ app, points }) => [app, points.length])
  }
  const whole = Buffer.byteLength(encodeState({ apps }, now))
  expect(kept(whole)).toEqual(apps.map(({ app }) => [app, 60]))
  const less = kept(Math.floor(whole / 2))
  expect(less.map(([app]) => app)).toEqual(apps.map(({ app }) => app))
  expect(less.every(([, points]) => Number(points) < 60 && Number(points) > 0)).toBe(true)
  const empty = encodeState({ apps: [] }, now)
  const least = Buffer.byteLength(empty)
  const few = kept(least + 800).map(([app]) => app)
  expect(few.length).toBeLessThan(4)
  expect(few).toEqual(['one', 'two', 'three', 'four'].slice(0, few.length))
  expect(few.length).toBeGreaterThan(0)
  expect(encodeState({ apps }, now, least - 1)).toBe(empty)
})
