import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readState } from '../../../src/history/state-file.ts'

let workspace = ''
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'state-'))
})
afterEach(() => rm(workspace, { recursive: true, force: true }))

it('runs at the same time never leave a damaged file, and nothing beside it', async () => {
  const place = { path: join(workspace, 'state.json'), workspace }
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
    reads.push(...(await readState(place)).notes)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await all
  expect(reads).toEqual([])
  expect(await readdir(workspace)).toEqual(['state.json'])
  const { state } = await readState(place)
  const points = state.apps.reduce((sum, app) => sum + app.points.length, 0)
  // Almost always all 45; the last writer wins where two write in the same moment.
  expect(points).toBeGreaterThan(0)
})
