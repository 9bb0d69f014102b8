import type { ReportFile } from './settings.ts'
import { randomUUID } from 'node:crypto'
import { lstat, mkdir, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import { renderJson, renderJunit } from './junit.ts'
import type { RunResult } from './result.ts'

/**
 * Writes every report file, each whole or not at all; folders are made. Throws `input-invalid` when one cannot be
 * written, after the others were.
 */
export async function writeReportFiles(
  files: readonly ReportFile[],
  result: RunResult,
  workspace: string = process.env['GITHUB_WORKSPACE'] ?? process.cwd(),
): Promise<void> {
  const failures: Failure[] = []
  for (const file of files) {
    const content = file.format === 'json' ? renderJson(result.report) : renderJunit(result)
    await writeInside(workspace, file.path, content).catch((error: unknown) => {
      failures.push(unwritable(relative(workspace, file.path), error))
    })
  }
  if (failures[0]) throw failures[0]
}

async function writeInside(workspace: string, path: string, content: string): Promise<void> {
  const root = await realpath(workspace)
  // A pull request can commit a symlink: what is there already is resolved before anything is made in it.
  inside(root, await realpath(await existing(dirname(path))))
  await mkdir(dirname(path), { recursive: true })
  const folder = inside(root, await realpath(dirname(path)))
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}`)
  try {
    await writeFile(temporary, content, { flag: 'wx' })
    // Replaces a symlink of that name and does not follow it.
    await rename(temporary, join(folder, basename(path)))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** The nearest folder above that is there; a dangling symlink counts as there, and is then refused. */
async function existing(path: string): Promise<string> {
  const found = await lstat(path).then(
    () => true,
    () => false,
  )
  return found || dirname(path) === path ? path : existing(dirname(path))
}

function inside(root: string, path: string): string {
  if (path !== root && !path.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new Error('the path leads out of the workspace')
  }
  return path
}

function unwritable(name: string, error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const why = code === '' && error instanceof Error ? error.message : code
  return failure('input-invalid', `The report file "${name}" could not be written: ${why}.`, {
    cause: 'The path is a folder, a symlink out of the workspace, or on a disk that is full or read-only.',
    remedy: 'Point `report-file` at a path inside the workspace that can be written.',
    error,
  })
}
