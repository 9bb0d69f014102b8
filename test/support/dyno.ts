import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex } from 'node:stream'

export interface LocalDyno {
  /** Process group of all its processes. */
  readonly group: number
  readonly stream: Duplex
  /** All bytes of the stream in both directions, as Heroku sees them. */
  seen(): string
  kill(): void
}

const running = new Set<() => void>()

process.on('exit', () => {
  for (const kill of running) kill()
})

/** A local process in place of a one-off dyno, with its standard streams combined, as the rendezvous provides them. */
export function startLocalDyno(command: string, env: NodeJS.ProcessEnv = process.env): LocalDyno {
  // In its own process group, so that its children are killed with it.
  const folder = mkdtempSync(join(tmpdir(), 'dyno-'))
  const child = spawn('/bin/sh', ['-c', command], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    // A killed process does not clean up.
    env: { ...env, TMPDIR: folder },
  })
  const chunks: Buffer[] = []
  const stream = new Duplex({
    read: () => void [child.stdout, child.stderr].map((source) => source.resume()),
    write: (chunk: Buffer, encoding, done) => {
      chunks.push(chunk)
      child.stdin.write(chunk, encoding, done)
    },
    destroy: (error, done) => {
      kill()
      done(error)
    },
  })
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It has ended.
    }
    rmSync(folder, { recursive: true, force: true })
  }
  child.stdin.on('error', () => undefined)
  child.on('error', () => undefined)
  for (const source of [child.stdout, child.stderr]) {
    source.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      if (!stream.push(chunk)) source.pause()
    })
  }
  child.once('close', () => stream.push(null))
  running.add(kill)
  child.once('close', () => running.delete(kill))
  return { group: child.pid ?? 0, stream, seen: () => Buffer.concat(chunks).toString('latin1'), kill }
}
