import type { Log } from '../utils/log.ts'
import type { Runner } from './runner.ts'
import { logLine } from '../utils/escape.ts'
import { duration } from '../utils/format.ts'

/** Milliseconds on a monotonic clock. */
export type Clock = () => number

const monotonic: Clock = () => performance.now()

/** The log of a single app, live. */
export function createLog(runner: Runner, clock: Clock = monotonic): Log {
  let open = 0
  return {
    info: (line) => {
      runner.line(logLine(line))
    },
    debug: (line) => {
      if (runner.debugging) runner.line(debugCommand(line))
    },
    phase: async (title, work) => {
      const start = clock()
      // The runner ends the outer group when an inner one begins: an inner phase is a heading instead.
      if (open++ === 0) runner.startGroup(logLine(title))
      else runner.line(logLine(title))
      try {
        return await work()
      } finally {
        runner.line(took(clock() - start))
        if (--open === 0) runner.endGroup()
      }
    },
  }
}

/** The log of one app of a fleet: buffered, and printed as one group when the app is done. */
export interface FleetLog extends Log {
  /** Prints the buffered lines as one collapsed group with `verdict` in its title. Prints once. */
  close(verdict: string): void
}

/** More lines of one app are counted and omitted, to limit the memory of a fleet. */
const longest = 2_000

export function createFleetLog(runner: Runner, app: string, clock: Clock = monotonic): FleetLog {
  const start = clock()
  const lines: string[] = []
  let left = 0
  let depth = 0
  let closed = false
  const keep = (line: string): void => {
    if (closed) runner.line(line)
    else if (lines.length < longest) lines.push(line)
    else left++
  }
  const indent = (line: string): string => '  '.repeat(depth) + logLine(line)
  return {
    info: (line) => {
      keep(indent(line))
    },
    debug: (line) => {
      if (runner.debugging) keep(debugCommand(line))
    },
    phase: async (title, work) => {
      const begin = clock()
      keep(indent(title))
      depth++
      try {
        return await work()
      } finally {
        keep(indent(took(clock() - begin)))
        depth--
      }
    },
    close: (verdict) => {
      if (closed) return
      closed = true
      runner.startGroup(logLine(`${app}: ${verdict}`))
      try {
        for (const line of lines) runner.line(line)
        if (left > 0) runner.line(`… ${String(left)} more lines omitted`)
        runner.line(took(clock() - start))
      } finally {
        runner.endGroup()
      }
    },
  }
}

/** Shows the progress of a fleet, about twenty times at most, regardless of its size. */
export function createProgress(runner: Runner, total: number): { done(status: 'pass' | 'warn' | 'fail'): void } {
  const counts = { pass: 0, warn: 0, fail: 0 }
  const every = Math.max(1, Math.ceil(total / 20))
  let done = 0
  return {
    done: (status) => {
      counts[status]++
      done++
      if (done % every !== 0 && done !== total) return
      runner.line(
        `${String(done)} of ${String(total)} apps done: ` +
          `${String(counts.pass)} passed, ${String(counts.warn)} with warnings, ${String(counts.fail)} failed`,
      )
    },
  }
}

const took = (ms: number): string => `took ${duration(ms)}`

/** The runner shows these with RUNNER_DEBUG only; `%` is the only remaining character that it would decode. */
const debugCommand = (line: string): string => `::debug::${logLine(line).replaceAll('%', '%25')}`
