import { readdir, readFile, readlink } from 'node:fs/promises'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/**
 * A network for some processes only: connections to `target` are forwarded if `groups` has the process group
 * of the client, and get no answer otherwise, like connections from outside a private space.
 */
export async function startPrivateNetwork(
  target: number,
  groups: () => ReadonlySet<number>,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  }
  const server = createServer({ allowHalfOpen: true }, (client) => {
    keep(client)
    client.pause()
    const { remotePort = 0, localPort = 0 } = client
    void isInside(remotePort, localPort, groups()).then((inside) => {
      if (!inside || client.destroyed) return client.resume()
      const upstream = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true })
      keep(upstream)
      client.once('close', () => upstream.destroy())
      upstream.once('close', () => client.destroySoon())
      client.pipe(upstream)
      return upstream.pipe(client)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Whether a process of these groups has opened the connection. */
async function isInside(remotePort: number, localPort: number, groups: ReadonlySet<number>): Promise<boolean> {
  if (groups.size === 0) return false
  // Only Linux shows the process of a connection. Elsewhere, a running dyno is enough.
  if (process.platform !== 'linux') return true
  const socket = await socketOf(remotePort, localPort)
  if (socket === undefined) return false
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid) || !groups.has(await groupOf(pid))) continue
    const files = await readdir(`/proc/${pid}/fd`).catch(() => [])
    for (const file of files) {
      const link = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '')
      if (link === `socket:[${socket}]`) return true
    }
  }
  return false
}

/** Inode of the client's socket (proc(5), /proc/net/tcp). */
async function socketOf(remotePort: number, localPort: number): Promise<string | undefined> {
  const end = (port: number): string => `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map((line) => line.trim().split(/\s+/))
  return lines.find(([, from = '', to = '']) => from.endsWith(end(remotePort)) && to.endsWith(end(localPort)))?.[9]
}

async function groupOf(pid: string): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return Number(stat.replace(/^.*\) /s, '').split(' ')[2])
}
