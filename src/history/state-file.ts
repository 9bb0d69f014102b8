import { lstat, readFile, realpath, rename } from 'node:fs/promises'
import { basename, relative, sep } from 'node:path'
import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import { isOutOfDescriptors, outOfDescriptors } from '../failure/to-failure.ts'
import { resolveInside, writeInside } from '../utils/workspace-file.ts'
import { decodeState, NotAState } from './decode.ts'
import { encodeState } from './encode.ts'
import { emptyState } from './history.ts'
import type { HistoryState } from './history.ts'

export interface StateFilePlace {
  /** Absolute, inside the workspace. */
  readonly path: string
  /** Absolute. */
  readonly workspace: string
}

export interface StateRead {
  readonly state: HistoryState
  /** For the log: a file that was renamed. */
  readonly notes: readonly string[]
}

/** This action does not write larger files. */
const mostBytes = 20_000_000

/**
 * Reads the state. A missing file is an empty history. A file that cannot be used (not ours, damaged, of another
 * version, too large, a symlink that leads out of the workspace) is renamed to `<name>.bad`, and the history begins again.
 *
 * @throws Failure `input-invalid` when the path leads out of the workspace or is a folder
 */
export async function readState(place: StateFilePlace): Promise<StateRead> {
  const path = await resolveInside(place.workspace, place.path).catch((error: unknown) => {
    throw unusable(place, error)
  })
  try {
    return { state: await read(path, place.workspace), notes: [] }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { state: emptyState, notes: [] }
    // Nothing is wrong with the file itself.
    if (codeOf(error) === 'EISDIR' || isOutOfDescriptors(error)) throw unusable(place, error)
    const aside = `${path}.bad`
    await rename(path, aside).catch((renaming: unknown) => {
      throw unusable(place, renaming)
    })
    const why = error instanceof NotAState ? error.message : `it cannot be read (${codeOf(error)})`
    return {
      state: emptyState,
      notes: [
        `The state file "${nameOf(place)}" was renamed to "${basename(aside)}" because ${why}; the history starts again with this run.`,
      ],
    }
  }
}

async function read(path: string, workspace: string): Promise<HistoryState> {
  // The file itself may be a symlink inside the workspace; writing replaces it.
  const target = await realpath(path)
  const root = await realpath(workspace)
  if (!target.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new NotAState('it is a symlink out of the workspace')
  const entry = await lstat(target)
  if (entry.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' })
  // Opening a pipe or a device could block forever.
  if (!entry.isFile()) throw new NotAState('it is not a regular file')
  if (entry.size > mostBytes) throw new NotAState('it is larger than 20 MB')
  return decodeState(await readFile(target, 'utf8'))
}

/** Another run may write between reading and writing: its file is then read, and the change is made again. */
const mostTries = 5

/**
 * Reads the state, changes it and writes it back atomically, based on what another run wrote in the meantime.
 *
 * @param change pure; called again when the file was changed by another run
 * @throws Failure `input-invalid` when the file cannot be written
 */
export async function updateState<T>(
  place: StateFilePlace,
  now: number,
  change: (state: HistoryState) => { readonly state: HistoryState; readonly value: T },
): Promise<{ readonly value: T; readonly notes: readonly string[] }> {
  const notes: string[] = []
  for (let attempt = 1; ; attempt++) {
    const before = await fingerprint(place)
    const read = await readState(place)
    notes.push(...read.notes)
    const start = read.notes.length > 0 ? undefined : before
    const { state, value } = change(read.state)
    const isUnchanged = async (): Promise<boolean> => attempt >= mostTries || (await fingerprint(place)) === start
    const written = await writeInside(place.workspace, place.path, encodeState(state, now), isUnchanged).catch(
      (error: unknown) => {
        throw unusable(place, error)
      },
    )
    if (written) return { value, notes }
  }
}

/** Changes with every write, since each makes a new file; undefined while there is none. */
async function fingerprint({ path }: StateFilePlace): Promise<string | undefined> {
  try {
    const { ino, size, mtimeNs } = await lstat(path, { bigint: true })
    return `${String(ino)} ${String(size)} ${String(mtimeNs)}`
  } catch {
    return undefined
  }
}

function nameOf({ workspace, path }: StateFilePlace): string {
  return relative(workspace, path)
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  return 'code' in error ? String(error.code) : error.message
}

function unusable(place: StateFilePlace, error: unknown): Failure {
  if (isOutOfDescriptors(error)) return outOfDescriptors(error)
  return failure('input-invalid', `The state file "${nameOf(place)}" cannot be used: ${codeOf(error)}.`, {
    cause: 'The path is a folder, leads out of the workspace through a symlink, or its disk is full or read-only.',
    remedy: 'Set `state-file` to a path inside the workspace that can be written.',
    error,
  })
}
