import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface TcpProxyOptions {
  /** Per direction, milliseconds. */
  readonly delayMs?: number | { readonly up?: number; readonly down?: number }
  /** Treatment of new connections. `silence`: accepted, but no bytes sent. `reset`: RST. Default `forward`. */
  readonly accept?: 'forward' | 'silence' | 'reset'
  /** Changes what the server answers; the same length keeps RESP valid. */
  readonly rewrite?: (chunk: Buffer) => Buffer
  /** Changes what clients send; the same length keeps RESP valid. */
  readonly rewriteUp?: (chunk: Buffer) => Buffer
  /** Resets a connection once its client has been sent this many bytes; `end` closes it properly instead. */
  readonly cutAfter?: { readonly bytes: number; readonly how: 'reset' | 'end' }
  /** Inspects what clients send before it is forwarded. What follows waits until its promise is settled. */
  readonly onUp?: (chunk: Buffer) => void | Promise<void>
}

export interface TcpProxy {
  readonly port: number
  /** Connections accepted so far, and how many of them were open at the same moment at most. */
  readonly seen: { readonly accepted: number; readonly open: number; readonly mostOpen: number }
  /** Changes the behaviour, including existing connections. */
  set(options: TcpProxyOptions): void
  /** Resets all existing connections. */
  cut(): void
  stop(): Promise<void>
}

/** A proxy between a client and a server on 127.0.0.1 that can be slow, silent or broken, or change data. */
export async function startTcpProxy(targetPort: number, options: TcpProxyOptions = {}): Promise<TcpProxy> {
  let behaviour = options
  const sockets = new Set<Socket>()
  const seen = { accepted: 0, open: 0, mostOpen: 0 }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    seen.accepted++
    seen.mostOpen = Math.max(seen.mostOpen, ++seen.open)
    keep(client)
    client.once('close', () => seen.open--)
    if (behaviour.accept === 'reset') client.resetAndDestroy()
    else if (behaviour.accept === 'silence') client.resume().once('end', () => client.end())
    else forward(client)
  })

  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  }

  const forward = (client: Socket): void => {
    const upstream = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true })
    keep(upstream)
    let sent = 0
    pump(client, upstream, 'up', (chunk) => {
      const write = (): void => void upstream.write(behaviour.rewriteUp?.(chunk) ?? chunk)
      const inspection = behaviour.onUp?.(chunk)
      if (inspection === undefined) return write()
      client.pause()
      void inspection.finally(() => {
        client.resume()
        write()
      })
    })
    pump(upstream, client, 'down', (chunk) => {
      const { rewrite, cutAfter } = behaviour
      const answer = rewrite?.(chunk) ?? chunk
      client.write(cutAfter === undefined ? answer : answer.subarray(0, Math.max(0, cutAfter.bytes - sent)))
      sent += answer.length
      if (cutAfter === undefined || sent < cutAfter.bytes) return
      upstream.destroy()
      if (cutAfter.how === 'reset') client.resetAndDestroy()
      else client.end()
    })
    client.once('close', () => upstream.destroy())
    upstream.once('close', () => client.destroySoon())
    upstream.once('error', () => client.resetAndDestroy())
  }

  /** Timers of equal length fire in the order they were set, so the bytes stay in order. */
  const pump = (from: Socket, to: Socket, way: 'up' | 'down', deliver: (chunk: Buffer) => void): void => {
    const later = (work: () => void): void => {
      const { delayMs = 0 } = behaviour
      const delay = typeof delayMs === 'number' ? delayMs : (delayMs[way] ?? 0)
      const guarded = (): void => {
        if (!to.destroyed) work()
      }
      if (delay === 0) guarded()
      else setTimeout(guarded, delay)
    }
    from.on('data', (chunk: Buffer) => later(() => deliver(chunk)))
    from.once('end', () => later(() => to.end()))
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')

  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    port: address.port,
    seen,
    set: (next) => void (behaviour = next),
    cut,
    stop: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
