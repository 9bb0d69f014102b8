import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { toFailure } from '../../src/failure/to-failure.ts'
import { tokenOfCli } from '../../src/heroku/token.ts'
import { readState } from '../../src/history/state-file.ts'
import { writeReportFiles } from '../../src/report/files.ts'
import { healthy } from '../support/fixtures/results.ts'

/** A runner without a file descriptor left: whatever is opened fails. */
const { files } = vi.hoisted(() => ({ files: { fail: false } }))
const noDescriptor = (): Error =>
  Object.assign(new Error('EMFILE: too many open files, open'), { code: 'EMFILE', syscall: 'open' })
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  const failing =
    <A extends unknown[], R>(work: (...args: A) => R) =>
    (...args: A): R | Promise<never> =>
      files.fail ? Promise.reject(noDescriptor()) : work(...args)
  return { ...real, readFile: failing(real.readFile), writeFile: failing(real.writeFile) }
})

let workspace: string
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'descriptors-'))
})
afterEach(async () => {
  files.fail = false
  await rm(workspace, { recursive: true, force: true })
})

const advice = { reason: 'network', explanation: { remedy: expect.stringContaining('ulimit -n') as string } }

test.each([
  ['the error itself', noDescriptor()],
  ['a cause', new Error('a file of the bundle cannot be read', { cause: noDescriptor() })],
  ['a text', new Error("Error: EMFILE: too many open files, open '498.index.js'")],
])('is no bug of this action: %s', (_, error) => {
  expect(toFailure(error)).toMatchObject(advice)
})

test('is not said of a bug', () => {
  expect(toFailure(new Error('EMFILES'))).toMatchObject({ reason: 'internal' })
})

test('a state file that cannot be opened is not put aside', async () => {
  const path = join(workspace, 'redis.json')
  await writeFile(path, '{}')
  files.fail = true
  await expect(readState({ path, workspace })).rejects.toMatchObject(advice)
  expect(await readdir(workspace)).toEqual(['redis.json'])
})

test('nothing is wrong with the path of a report file', async () => {
  files.fail = true
  const file = { path: join(workspace, 'redis.json'), format: 'json' } as const
  await expect(writeReportFiles([file], healthy(), workspace)).rejects.toMatchObject(advice)
})

test('a Heroku CLI that cannot be started may be installed all the same', async () => {
  const command = (): Promise<never> => Promise.reject(noDescriptor())
  await expect(tokenOfCli(command, new AbortController().signal)).rejects.toMatchObject(advice)
})
