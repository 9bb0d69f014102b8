import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Stops the servers of test runs that were killed before they could do it. Each process records the servers that it
 * starts: one folder per owner, one file per server. The start time of a process distinguishes it from a later one with
 * the same pid.
 */
export interface Ledger {
  /** Records a server of this process, and the folder to remove with it. Must be called right after the start. */
  add(pid: number, folder: string): void
  remove(pid: number): void
  /** Stops the servers whose owner has ended. Returns their pids. */
  endLeftovers(): readonly number[]
}

const usualRoot = join(tmpdir(), `redis-test-servers-${process.getuid?.() ?? 'user'}`)

export function openLedger(root = usualRoot, owner = process.pid): Ledger {
  const own = join(root, nameOf(owner, startTime(owner)))
  const started = new Map<number, string>()
  return {
    add: (pid, folder) => {
      mkdirSync(own, { recursive: true, mode: 0o700 })
      const file = join(own, nameOf(pid, startTime(pid)))
      writeFileSync(file, folder)
      started.set(pid, file)
    },
    remove: (pid) => {
      rmSync(started.get(pid) ?? '', { force: true })
      started.delete(pid)
      if (started.size === 0) rmSync(own, { recursive: true, force: true })
    },
    endLeftovers: () =>
      list(root)
        .filter((name) => !runs(name))
        .flatMap((name) => endAll(join(root, name))),
  }
}

function endAll(folder: string): number[] {
  const ended = list(folder).flatMap((name) => {
    const pid = Number(name.split('-')[0])
    const data = read(join(folder, name))
    if (!runs(name)) {
      removeData(data)
      return []
    }
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Another test process was first.
      return []
    }
    removeData(data)
    return [pid]
  })
  rmSync(folder, { recursive: true, force: true })
  return ended
}

/** Removes only folders of test servers, regardless of the file's content. */
function removeData(folder: string): void {
  if (folder.startsWith(join(tmpdir(), 'redis-test-'))) rmSync(folder, { recursive: true, force: true })
}

/** `<pid>-<start time>`. */
function nameOf(pid: number, start: string | undefined): string {
  return `${pid}-${start ?? 'unknown'}`
}

function runs(name: string): boolean {
  const [, pid = '', start] = /^(\d+)-(.+)$/.exec(name) ?? []
  return start !== undefined && startTime(Number(pid)) === start
}

/** Undefined: the process does not exist, or is a zombie. */
export function startTime(pid: number): string | undefined {
  const { state, start } = processOf(pid) ?? {}
  return state === 'Z' ? undefined : start
}

/** `R` runs, `S` sleeps, `T` is stopped, `Z` has ended. Undefined: the process does not exist. */
export function runState(pid: number): string | undefined {
  return processOf(pid)?.state
}

function processOf(
  pid: number,
): { readonly state: string | undefined; readonly start: string | undefined } | undefined {
  try {
    if (process.platform === 'linux') {
      // proc(5): the name in parentheses may contain any characters; state and start time are fields 3 and 22.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      return { state: fields[0], start: fields[19] }
    }
    const line = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return { state: line.slice(0, 1), start: line.replace(/^\S+/, '').trim().replaceAll(/\W+/g, '.') }
  } catch {
    return undefined
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
