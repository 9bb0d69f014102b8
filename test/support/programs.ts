import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, startRedis, type RedisOptions, type RedisServer } from './redis-server.ts'

/** Other programs that may answer on a Redis port, on 127.0.0.1. */
export interface Program {
  readonly port: number
  stop(): Promise<void>
}

/** Generous for busy machines. */
const startTimeoutMs = 20_000

/** A Sentinel that watches the primary on this port. */
export function startSentinel(primaryPort: number): Promise<Program> {
  return start('redis-server', 'sentinel.conf', (port, folder) => ({
    args: [join(folder, 'sentinel.conf'), '--sentinel'],
    file: `bind 127.0.0.1\nport ${port}\ndir ${folder}\nsentinel monitor mymaster 127.0.0.1 ${primaryPort} 1\n`,
  }))
}

/** twemproxy in front of one server. `password`: the clients', and the server's. */
export function startTwemproxy(serverPort: number, password?: string): Promise<Program> {
  return start('nutcracker', 'nutcracker.yml', (port, folder) => ({
    // With the default port for statistics, two instances collide.
    args: ['-c', join(folder, 'nutcracker.yml'), '-a', '127.0.0.1', '-s', String(port + 1), '-m', '512'],
    file: [
      'pool:',
      `  listen: 127.0.0.1:${port}`,
      '  hash: fnv1a_64',
      '  distribution: ketama',
      '  redis: true',
      ...(password === undefined ? [] : [`  redis_auth: ${password}`]),
      '  servers:',
      `   - 127.0.0.1:${serverPort}:1`,
      '',
    ].join('\n'),
  }))
}

/** A TCP balancer. Nothing listens on the port of its backend: it accepts, and closes. */
export async function startBalancerWithoutBackend(): Promise<Program> {
  const dead = await freePort()
  return start('haproxy', 'haproxy.cfg', (port, folder) => ({
    args: ['-db', '-f', join(folder, 'haproxy.cfg')],
    file: [
      'defaults',
      '  mode tcp',
      '  timeout connect 1s',
      '  timeout client 30s',
      '  timeout server 30s',
      '  retries 0',
      'listen redis',
      `  bind 127.0.0.1:${port}`,
      `  server one 127.0.0.1:${dead}`,
      '',
    ].join('\n'),
  }))
}

interface ClusterNode {
  readonly server: RedisServer
  readonly bus: number
}

/** A node without other nodes and slots. */
export async function startClusterNode(options: Pick<RedisOptions, 'acl' | 'extra'> = {}): Promise<ClusterNode> {
  for (let attempt = 1; ; attempt++) {
    // The bus is on port + 10000 by default, which a high port does not leave room for.
    const bus = await freePort()
    const extra = [...(options.extra ?? []), 'cluster-enabled yes', `cluster-port ${bus}`]
    try {
      return { server: await startRedis({ ...options, extra }), bus }
    } catch (error) {
      // Another process may have taken the port in the meantime.
      if (attempt === 5) throw error
    }
  }
}

/** A Redis Cluster of primaries without replicas. Resolves when all nodes report it as complete. */
export async function startCluster(size: number, options: Pick<RedisOptions, 'acl' | 'extra'> = {}) {
  const started = await Promise.all(Array.from({ length: size }, () => startClusterNode(options)))
  const nodes = started.map(({ server }) => server)
  const share = Math.ceil(16_384 / size)
  for (const [index, node] of nodes.entries()) {
    await node.command('CLUSTER', 'ADDSLOTSRANGE', index * share, Math.min((index + 1) * share, 16_384) - 1)
    const [first] = started
    if (first && index > 0) await node.command('CLUSTER', 'MEET', '127.0.0.1', first.server.port, first.bus)
  }
  await Promise.all(nodes.map((node) => isComplete(node, size)))
  return {
    nodes,
    stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
  }
}

async function isComplete(node: RedisServer, size: number): Promise<void> {
  for (const deadline = Date.now() + startTimeoutMs; Date.now() < deadline; await sleep(50)) {
    const info = String(await node.command('CLUSTER', 'INFO'))
    if (info.includes('cluster_state:ok') && info.includes(`cluster_size:${size}`)) return
  }
  throw new Error('the cluster is not complete')
}

type Description = (port: number, folder: string) => { readonly args: readonly string[]; readonly file: string }

async function start(program: string, fileName: string, describe: Description): Promise<Program> {
  for (let attempt = 1; ; attempt++) {
    const started = await tryToStart(program, fileName, describe)
    if ('port' in started) return started
    // Another process may take the free port before the program binds it.
    if (attempt === 5) throw new Error(`${program} did not start:\n${started.output}`)
  }
}

async function tryToStart(
  program: string,
  fileName: string,
  describe: Description,
): Promise<Program | { readonly output: string }> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'program-test-'))
  const { args, file } = describe(port, folder)
  await writeFile(join(folder, fileName), file)
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      output += error.message
      resolve()
    })
    child.once('exit', () => resolve())
  })
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const stop = async (): Promise<void> => {
    process.off('exit', kill)
    kill()
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  const isUp = await Promise.race([ended.then(() => false), accepts(port)])
  if (isUp) return { port, stop }
  await stop()
  return { output }
}

async function accepts(port: number): Promise<boolean> {
  for (const deadline = Date.now() + startTimeoutMs; Date.now() < deadline; await sleep(20)) {
    const socket = connect(port, '127.0.0.1')
    const isUp = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isUp) return true
  }
  return false
}
