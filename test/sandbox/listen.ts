import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'

export interface Listener {
  readonly port: number
  close(): Promise<void>
}

/** An HTTP server on 127.0.0.1; port 0 takes a free one. */
export async function listen(port: number, handle: RequestListener): Promise<Listener> {
  const server = createServer(handle).listen(port, '127.0.0.1')
  // On a busy machine, a client may send a request just when the idle connection is closed, and must retry.
  server.keepAliveTimeout = 0
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return {
    port: address.port,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
