import { lstat, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { outOfDescriptors } from '../../../src/failure/to-failure.ts'
import { writeReportFiles } from '../../../src/report/files.ts'
import { reportFormats } from '../../../src/report/formats.ts'
import type { ReportFile } from '../../../src/report/settings.ts'
import { healthy } from '../../support/fixtures/results.ts'

let home = ''
let workspace = ''

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'reports-'))
  workspace = join(home, 'workspace')
  await mkdir(workspace)
})
afterEach(() => rm(home, { recursive: true, force: true }))

const write = (path: string, format: 'json' | 'junit' = 'json') =>
  writeReportFiles([{ path: join(workspace, path), format }], healthy(), workspace)

describe('writeReportFiles', () => {
  it('writes each format, makes folders, replaces what was there and leaves nothing beside it', async () => {
    await writeFile(join(workspace, 'old.json'), 'old')
    await write('old.json')
    await write('deep/er/report.xml', 'junit')
    expect(JSON.parse(await readFile(join(workspace, 'old.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(healthy().report)),
    )
    expect(await readFile(join(workspace, 'deep/er/report.xml'), 'utf8')).toMatch(/^<\?xml/)
    expect(await readdir(workspace)).toEqual(['deep', 'old.json'])
    expect(await readdir(join(workspace, 'deep/er'))).toEqual(['report.xml'])
  })

  it('writes a file whose name is as long as the file system allows', async () => {
    for (const length of [245, 255]) await write(`${'n'.repeat(length - 5)}.json`)
    expect((await readdir(workspace)).map(({ length }) => length)).toEqual([245, 255])
  })

  it('writes every format', async () => {
    const formats = Object.entries(reportFormats) as [ReportFile['format'], (typeof reportFormats)['json']][]
    expect(formats.map(([, { extension }]) => extension)).toEqual(['.json', '.xml', '.html'])
    const files = formats.map(([format, { extension }]) => ({ path: join(workspace, `a${extension}`), format }))
    await writeReportFiles(files, healthy(), workspace)
    expect(await readdir(workspace)).toEqual(['a.html', 'a.json', 'a.xml'])
    expect(await readFile(join(workspace, 'a.html'), 'utf8')).toMatch(/^<!doctype html>/i)
  })

  it('never follows a symlink out of the workspace', async () => {
    const outside = join(home, 'outside')
    await mkdir(outside)
    await writeFile(join(outside, 'victim.json'), 'untouched')
    await symlink(outside, join(workspace, 'link'))
    await symlink(join(home, 'nowhere'), join(workspace, 'dangling'))
    await symlink(join(outside, 'victim.json'), join(workspace, 'file.json'))
    for (const path of ['link/report.json', 'link/new/report.json', 'dangling/report.json', '../up.json']) {
      await expect(write(path)).rejects.toMatchObject({ reason: 'input-invalid' })
    }
    // A symlink in place of the file itself is replaced.
    await write('file.json')
    expect((await lstat(join(workspace, 'file.json'))).isSymbolicLink()).toBe(false)
    expect(await readdir(outside)).toEqual(['victim.json'])
    expect(await readFile(join(outside, 'victim.json'), 'utf8')).toBe('untouched')
    expect((await readdir(home)).sort()).toEqual(['outside', 'workspace'])
  })

  it('follows a symlink that stays inside', async () => {
    await mkdir(join(workspace, 'real'))
    await symlink(join(workspace, 'real'), join(workspace, 'link'))
    await write('link/report.json')
    expect(await readdir(join(workspace, 'real'))).toEqual(['report.json'])
  })

  it('writes the others when one cannot be written, cleans up, and says which', async () => {
    await mkdir(join(workspace, 'folder.json'))
    const files = ['folder.json', 'good.json'].map((path) => ({ path: join(workspace, path), format: 'json' as const }))
    await expect(writeReportFiles(files, healthy(), workspace)).rejects.toThrow('"folder.json" could not be written')
    expect(await readdir(workspace)).toEqual(['folder.json', 'good.json'])
  })

  it.each([
    [Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }), 'input-invalid', 'ENOSPC'],
    [new Error('it is a bug'), 'input-invalid', 'it is a bug'],
  ])('says why a file cannot be written: %s', async (error, reason, why) => {
    const report = {
      ...healthy().report,
      toJSON: () => {
        throw error
      },
    }
    const files = [{ path: join(workspace, 'a/report.json'), format: 'json' as const }]
    await expect(writeReportFiles(files, { ...healthy(), report }, workspace)).rejects.toMatchObject({
      reason,
      message: expect.stringContaining(
        `The report file "${join('a', 'report.json')}" could not be written: ${why}.`,
      ) as string,
    })
  })

  it('says that this machine has too many open files', async () => {
    const error = Object.assign(new Error('too many open files'), { code: 'EMFILE' })
    const report = {
      ...healthy().report,
      toJSON: () => {
        throw error
      },
    }
    const files = [{ path: join(workspace, 'report.json'), format: 'json' as const }]
    await expect(writeReportFiles(files, { ...healthy(), report }, workspace)).rejects.toMatchObject({
      message: outOfDescriptors(error).message,
    })
  })
})
