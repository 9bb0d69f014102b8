import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { Transform } from 'node:stream'
import { connect, TLSSocket } from 'node:tls'
import type { RedisServer } from '../support/redis-server.ts'

/**
 * A TLS endpoint in front of a real server that changes one thing: the version in its INFO. This machine has only one
 * redis-server, and an upgrade must be seen by clients too. The certificate is the server's own.
 */
export async function reportVersion(
  server: RedisServer,
  version: string,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const { tls } = server
  if (!tls) throw new Error('the server must use TLS')
  const sockets = new Set<Socket>()
  const listener = createServer((client) => {
    sockets.add(client)
    client.once('close', () => sockets.delete(client))
    client.on('error', () => undefined)
    client.setNoDelay(true)
    // Connects to the server first: a full server drops the connection before the handshake, and so must this proxy.
    const upstream = connect({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false })
    const drop = (): void => {
      client.destroy()
      upstream.destroy()
    }
    upstream.on('error', drop)
    upstream.once('close', () => client.destroySoon())
    client.once('close', () => upstream.destroy())
    upstream.once('secureConnect', () => {
      if (client.destroyed) return
      upstream.setNoDelay(true)
      const secure = new TLSSocket(client, { isServer: true, cert: tls.cert, key: tls.key })
      secure.on('error', drop)
      secure.pipe(upstream)
      upstream.pipe(infoRewriter(version)).pipe(secure)
    })
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    stop: async () => {
      for (const socket of sockets) socket.resetAndDestroy()
      listener.close()
      await once(listener, 'close')
    },
  }
}

/** `9.1` becomes `9.1.0`, as servers write it. */
export function fullVersion(version: string): string {
  return [...version.split('.'), '0', '0'].slice(0, Math.max(3, version.split('.').length)).join('.')
}

const start = Buffer.from('# Server\r\nredis_version:')

function infoRewriter(version: string): Transform {
  return new Transform({
    // The server writes the beginning of INFO at once, and TLS keeps it in one record.
    transform: (chunk: Buffer, _encoding, done) => done(null, rewriteInfo(chunk, version)),
  })
}

/** Changes the version in an INFO reply, RESP 2 or 3, and its length to match. */
export function rewriteInfo(chunk: Buffer, version: string): Buffer {
  const at = chunk.indexOf(start)
  if (at < 0) return chunk
  const header = /[$=](\d+)\r\n(txt:)?$/.exec(chunk.subarray(Math.max(0, at - 20), at).toString('latin1'))
  const end = chunk.indexOf('\r\n', at + start.length)
  if (!header || end < 0) return chunk

  const before = chunk.subarray(at, end)
  const lines = Buffer.from(`# Server\r\n${versionLines(fullVersion(version))}`)
  const length = Number(header[1]) + lines.length - before.length
  const [prefix = ''] = header
  return Buffer.concat([
    chunk.subarray(0, at - prefix.length),
    Buffer.from(`${prefix[0]}${length}\r\n${header[2] ?? ''}`),
    lines,
    rewriteInfo(chunk.subarray(end), version),
  ])
}

/** Valkey, which Heroku runs from 7.2 on, reports 7.2.4 as Redis version, and its own version separately. */
function versionLines(version: string): string {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < 7 || (major === 7 && minor < 2)) return `redis_version:${version}`
  return `redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:${version}`
}
