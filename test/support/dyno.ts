import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex } from 'node:stream'

export interface LocalDyno {
  /** Process group of everything that it started. */
  readonly group: number
  readonly stream: Duplex
  /** Everything that crossed the stream, both ways: what Heroku sees. */
  seen(): string
  kill(): void
}

const running = new Set<() => void>()

process.on('exit', () => {
  for (const kill of running) kill()
})

/** A process of this machine in place of a one-off dyno: its standard streams as one, as the rendezvous gives them. */
export function startLocalDyno(command: string, env: NodeJS.ProcessEnv = process.env): LocalDyno {
  // A process group of its own: what it started goes with it.
  const folder = mkdtempSync(join(tmpdir(), 'dyno-'))
  const child = spawn('/bin/sh', ['-c', command], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    // What is killed does not clean up.
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
