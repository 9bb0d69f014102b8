import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { CertificateMaterial } from '../../support/certificates.ts'

/** Hostile servers in place of Heroku and Redis, on this machine, until `stop`. */

export interface FakeServer {
  readonly port: number
  /** Everything that clients have sent, decrypted. */
  received(): string
  stop(): Promise<void>
}

export interface FakeRedisOptions {
  readonly tls?: CertificateMaterial
  /** RESP for a command (upper case); undefined: the answer of a Redis without replication and data. */
  readonly answer?: (command: string) => string | undefined
}

export const bulk = (text: string): string => `$${Buffer.byteLength(text)}\r\n${text}\r\n`

/** Speaks enough RESP2 for login and commands. */
export async function startFakeRedis({ tls, answer }: FakeRedisOptions = {}): Promise<FakeServer> {
  const usual: Readonly<Record<string, string>> = {
    HELLO: "-ERR unknown command 'HELLO'\r\n",
    AUTH: '+OK\r\n',
    PING: '+PONG\r\n',
    GET: '$-1\r\n',
    INFO: bulk('redis_version:7.2.4\r\nrole:master\r\nrun_id:fake\r\n'),
  }
  let received = ''
  const serve = (socket: Socket): void => {
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1')
      received += text
      // An array of bulk strings: the command follows its length.
      for (const [, name = ''] of text.matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)) {
        const command = name.toUpperCase()
        socket.write(answer?.(command) ?? usual[command] ?? '-ERR unknown command\r\n')
      }
    })
  }
  const server = tls ? createTlsServer({ key: tls.key, cert: tls.cert }, serve) : createTcpServer(serve)
  server.on('tlsClientError', () => undefined)
  return { ...(await listening(server)), received: () => received }
}

export interface FakeAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

/** An HTTP server on all addresses of this machine. `received` contains the requests with headers. */
export async function startFakeHeroku(answer: (request: IncomingMessage) => FakeAnswer): Promise<FakeServer> {
  let received = ''
  const server = createHttpServer((request, response) => {
    received += `${String(request.method)} ${String(request.url)}\n${request.rawHeaders.join('\n')}\n`
    const { status = 200, headers = {}, body } = answer(request)
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  })
  return { ...(await listening(server, '0.0.0.0')), received: () => received }
}

async function listening(server: Server, host = '127.0.0.1'): Promise<Omit<FakeServer, 'received'>> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, host)
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
