import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLedger, startTime } from '../../support/leftovers.ts'

let root = ''
const children: ChildProcess[] = []
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ledger-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) await end(child)
  for (const name of readdirSync(root)) openLedger(join(root, name)).endLeftovers()
  rmSync(root, { recursive: true, force: true })
})

/** A process that runs until it is killed. */
function idle(): { readonly child: ChildProcess; readonly pid: number } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1_000_000)'], { stdio: 'ignore' })
  children.push(child)
  return { child, pid: child.pid ?? 0 }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('stops the server of an ended owner, and no other', async () => {
  const [owner, server, other] = [idle(), idle(), idle()]
  const data = mkdtempSync(join(tmpdir(), 'redis-test-'))
  openLedger(root, owner.pid).add(server.pid, data)
  openLedger(root).add(other.pid, root)

  expect(openLedger(root).endLeftovers()).toEqual([])
  await end(owner.child)
  const ended = once(server.child, 'exit')
  expect(openLedger(root).endLeftovers()).toEqual([server.pid])
  await ended
  expect(existsSync(data)).toBe(false)
  expect(startTime(other.pid)).toBeDefined()
  expect(openLedger(root).endLeftovers()).toEqual([])
})

test('ignores another process with the pid of a server', async () => {
  const { pid } = idle()
  const [owner, server] = [idle(), idle()]
  openLedger(root, owner.pid).add(server.pid, root)
  const [folder = ''] = readdirSync(root)
  const [file = ''] = readdirSync(join(root, folder))
  renameSync(join(root, folder, file), join(root, folder, file.replace(/^\d+/, String(pid)).replace(/$/, '0')))
  await end(owner.child)
  expect(openLedger(root).endLeftovers()).toEqual([])
  expect(startTime(pid)).toBeDefined()
})

test('stops the redis-server of a killed run in the next run', async () => {
  const module = fileURLToPath(new URL('../../support/redis-server.ts', import.meta.url))
  const start = `
    import { startRedis } from ${JSON.stringify(module)}
    const { pid } = await startRedis()
    console.log(pid)
    setInterval(() => undefined, 1_000_000)`
  const run = async (): Promise<{ readonly child: ChildProcess; readonly pid: number }> => {
    // In a separate folder, so that test processes of other runs do not stop its servers first.
    const env = { ...process.env, TMPDIR: root }
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', start], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    return { child, pid: Number(line.toString()) }
  }
  const first = await run()
  await end(first.child)
  expect(startTime(first.pid)).toBeDefined()
  const second = await run()
  await expect.poll(() => startTime(first.pid), { timeout: 30_000 }).toBeUndefined()
  expect(startTime(second.pid)).toBeDefined()
  second.child.kill('SIGTERM')
  await once(second.child, 'exit')
  await run()
  await expect.poll(() => startTime(second.pid), { timeout: 30_000 }).toBeUndefined()
})
