import { relative } from 'node:path'
import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import { isOutOfDescriptors, outOfDescriptors } from '../failure/to-failure.ts'
import { writeInside } from '../utils/workspace-file.ts'
import { sanitize } from '../utils/text.ts'
import { reportFormats } from './formats.ts'
import type { RunResult } from './result.ts'
import type { ReportFile } from './settings.ts'

/**
 * Writes every report file, each whole or not at all; folders are created.
 * @throws Failure `input-invalid` when one cannot be written, after the others were
 */
export async function writeReportFiles(
  files: readonly ReportFile[],
  result: RunResult,
  workspace: string,
  runUrl?: string,
): Promise<void> {
  const failures: Failure[] = []
  for (const { path, format } of files) {
    try {
      await writeInside(workspace, path, await reportFormats[format].render(result, runUrl))
    } catch (error) {
      failures.push(unwritable(relative(workspace, path), error))
    }
  }
  if (failures[0]) throw failures[0]
}

function unwritable(name: string, error: unknown): Failure {
  if (isOutOfDescriptors(error)) return outOfDescriptors(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const why = code === '' && error instanceof Error ? error.message : code
  return failure('input-invalid', `The report file "${sanitize(name, 300)}" could not be written: ${why}.`, {
    cause: 'The path is a folder, a symlink out of the workspace, or on a disk that is full or read-only.',
    remedy: 'Set `report-file` to a path inside the workspace that can be written.',
    error,
  })
}
