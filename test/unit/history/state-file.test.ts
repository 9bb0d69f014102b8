import { execFile, execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { encodeState } from '../../../src/history/encode.ts'
import { emptyState, historyOf } from '../../../src/history/history.ts'
import type { HistoryState, RunPoint } from '../../../src/history/history.ts'
import { recordRun } from '../../../src/history/record.ts'
import { readState, updateState } from '../../../src/history/state-file.ts'
import { demoShop, simulateState } from '../../support/simulation.ts'

const now = Date.UTC(2026, 0, 1)
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

  const demo = encodeState(simulateState([demoShop], now), now)
  const nested = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`
  test.each([
    ['empty', '', 'not valid JSON'],
    ['cut in the middle', demo.slice(0, demo.length / 2), 'not valid JSON'],
    ['a report', '{"version":1,"status":"pass","apps":[]}', 'not a state file'],
    ['a list', '[1,2,3]', 'damaged'],
    ['of a later version', demo.replace('"version":1', '"version":2'), 'another version'],
    ['brackets alone', nested, 'not a state file'],
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
    for (const path of ['folder.json', 'file/state.json']) {
      await expect(updateState(place(path), now, add('shop', now))).rejects.toMatchObject({
        reason: 'input-invalid',
        message: expect.stringContaining(`The state file "${path}" cannot be used`) as string,
      })
    }
  })
})

describe('two runs at once', () => {
  it('keeps what the other run wrote meanwhile', async () => {
    let calls = 0
    // The other run is a process of its own: it writes while this one is between reading and writing.
    const other = encodeState(add('other', now)(emptyState).state, now)
    const { value } = await updateState(place(), now, (state) => {
      calls += 1
      if (calls === 1) {
        execFileSync(process.execPath, [
          '-e',
          `require('fs').writeFileSync(${JSON.stringify(place().path)}, process.argv[1])`,
          other,
        ])
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
      execFileSync(process.execPath, [
        '-e',
        `require('fs').writeFileSync(${JSON.stringify(place().path)}, process.argv[1])`,
        other,
      ])
      return { ...add('shop', now)(state), value: calls }
    })
    expect(value).toBe(5)
    expect(historyOf((await readState(place())).state, 'shop').points).toHaveLength(1)
  })

  it('never leaves a damaged file, and nothing beside it', async () => {
    const script = join(import.meta.dirname, 'writer.ts')
    const writers = ['one', 'two', 'three'].map((app) =>
      promisify(execFile)(process.execPath, [script, workspace, app, '15']),
    )
    const reads: unknown[] = []
    const progress = { isDone: false }
    const all = Promise.all(writers).finally(() => {
      progress.isDone = true
    })
    while (!progress.isDone) {
      reads.push(...(await readState(place())).notes)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await all
    expect(reads).toEqual([])
    expect(await readdir(workspace)).toEqual(['state.json'])
    const { state } = await readState(place())
    const points = state.apps.reduce((sum, app) => sum + app.points.length, 0)
    // Almost always all 45; the last writer wins where two write in the same moment.
    expect(points).toBeGreaterThan(0)
  })
})

describe('an enormous fleet', () => {
  const [month] = simulateState([demoShop], now).apps
  if (!month) throw new Error('no app was simulated')
  const fleet = (size: number): HistoryState => ({
    apps: Array.from({ length: size }, (_, index) => ({ ...month, app: `app-${String(index)}` })),
  })

  it('keeps less of the past before it loses an app', () => {
    const text = encodeState(fleet(100), now, 500_000)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(500_000)
    const { apps } = JSON.parse(text) as { apps: { points: unknown[] }[] }
    expect(apps).toHaveLength(100)
    expect(apps.every(({ points }) => points.length >= 1)).toBe(true)
  })

  it('keeps the apps that ran last when even that is too much', () => {
    const state = fleet(200)
    const apps = state.apps.map((app, index) => ({
      ...app,
      points: app.points.map((point) => ({ ...point, time: point.time - index * 60_000 })),
    }))
    const text = encodeState({ apps }, now, 40_000)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(40_000)
    const kept = JSON.parse(text) as { apps: { app: string }[] }
    expect(kept.apps.map(({ app }) => app)).toEqual(kept.apps.map((_, index) => `app-${String(index)}`))
    expect(kept.apps.length).toBeGreaterThan(10)
  })

  it('forgets an app that has not run for 90 days', () => {
    const text = encodeState(fleet(1), now + 91 * 24 * 3_600_000)
    expect(JSON.parse(text)).toMatchObject({ apps: [] })
  })
})
