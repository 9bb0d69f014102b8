import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { certificateAuthority, selfSigned } from '../support/certificates.ts'
import type { Dyno, Dynos } from './dynos.ts'
import type { State } from './state.ts'

/** How the next connections to the rendezvous go wrong. */
export type RendezvousFaultKind =
  /** Closes after the greeting, without output of the command. */
  | 'empty'
  /** Completes TLS, but sends no greeting. */
  | 'silent'
  /** Sends nothing after the greeting. */
  | 'greeting-only'
  /** Accepts TCP, but completes no TLS handshake. */
  | 'no-handshake'
  /** Closes or resets instead of the greeting. */
  | 'closed'
  | 'reset'
  /** The greeting arrives together with the first output. */
  | 'merged-greeting'
  /** The greeting arrives in two pieces. */
  | 'split-greeting'
  /** Lines of the platform or the shell before the command's output, because stdout and stderr are one stream. */
  | 'noise'
  /** A certificate of an untrusted authority. */
  | 'untrusted'
  /** The dyno dies after `afterBytes` of output. */
  | 'cut'
  /** Endless bytes instead of the command's output. */
  | 'flood'

export interface RendezvousFault {
  readonly kind: RendezvousFaultKind
  /** Default 1. */
  readonly times?: number | 'always'
  /** For `cut`. Default 0. */
  readonly afterBytes?: number
}

export interface RendezvousControls {
  rendezvousFault(fault: RendezvousFault): Promise<void>
  clearRendezvousFaults(): Promise<void>
}

export interface Rendezvous {
  /** `127.0.0.1:<port>` */
  readonly host: string
  /** File with the authority to trust, for NODE_EXTRA_CA_CERTS. */
  readonly authorityFile: string
  readonly controls: RendezvousControls
  stop(): Promise<void>
}

const greeting = 'rendezvous\r\n'

/**
 * Connects a client with its one-off dyno: TLS, a line with the secret, a greeting, then raw bytes in both directions.
 * `saw` gets all bytes from clients.
 */
export async function startRendezvous(dynos: Dynos, state: State, saw: (bytes: Buffer) => void): Promise<Rendezvous> {
  const folder = await mkdtemp(join(tmpdir(), 'rendezvous-'))
  const authorityFile = join(folder, 'authority.pem')
  const authority = certificateAuthority('Sandbox rendezvous authority')
  await writeFile(authorityFile, authority.cert)
  const trusted = authority.issue({ commonName: 'rendezvous.sandbox' })
  const untrusted = selfSigned({ commonName: 'rendezvous.sandbox' })
  let faults: { readonly fault: RendezvousFault; left: number }[] = []
  const sockets = new Set<Socket>()

  function takeFault(): RendezvousFault | undefined {
    const entry = faults.find(({ left }) => left > 0)
    if (entry) entry.left--
    return entry?.fault
  }

  const server = createServer((raw) => {
    sockets.add(raw)
    raw.once('close', () => sockets.delete(raw))
    raw.on('error', () => undefined)
    raw.setNoDelay(true)
    const fault = takeFault()
    if (fault?.kind === 'no-handshake') return void raw.resume()
    const { cert, key } = fault?.kind === 'untrusted' ? untrusted : trusted
    const socket = new TLSSocket(raw, { isServer: true, cert, key })
    socket.on('error', () => socket.destroy())
    readSecret(socket, (secret, rest) => {
      saw(Buffer.concat([Buffer.from(secret), rest]))
      const dyno = dynos.waiting(secret)
      if (!dyno) return void socket.destroy()
      socket.on('data', (chunk: Buffer) => {
        dyno.up.add(chunk)
        saw(chunk)
      })
      meet(socket, raw, dyno, rest, fault)
    })
  })

  function meet(socket: TLSSocket, raw: Socket, dyno: Dyno, rest: Buffer, fault: RendezvousFault | undefined): void {
    dyno.onEnd = () => socket.destroySoon()
    const say = (text: string | Buffer): void => {
      const bytes = Buffer.from(text)
      dyno.down.add(bytes)
      socket.write(bytes)
    }
    switch (fault?.kind) {
      case 'silent':
        dyno.state = 'up'
        return
      case 'closed':
        return void socket.end()
      case 'reset':
        return void raw.resetAndDestroy()
      case 'greeting-only':
        dyno.state = 'up'
        return say(greeting)
      case 'empty':
        say(greeting)
        return dyno.stop()
      case 'flood':
        dyno.state = 'up'
        say(greeting)
        return flood(socket)
      case 'split-greeting':
        socket.pause()
        say(greeting.slice(0, 4))
        // In the next turn of the event loop, so that the client gets separate TLS records.
        return void setTimeout(() => {
          say(greeting.slice(4))
          relay(socket, dyno, rest, fault)
        }, 20)
      case 'merged-greeting':
        return relay(socket, dyno, rest, fault, greeting)
      case undefined:
      case 'noise':
      case 'cut':
      case 'untrusted':
      case 'no-handshake':
        say(greeting)
        if (fault?.kind === 'noise')
          say('Picked up JAVA_TOOL_OPTIONS: -Xmx300m\r\nbash: warning: setlocale: LC_ALL\r\n')
        relay(socket, dyno, rest, fault)
    }
  }

  function relay(socket: TLSSocket, dyno: Dyno, rest: Buffer, fault: RendezvousFault | undefined, before = ''): void {
    const child = dyno.start(state.configVars(dyno.app))
    const { stdin, stdout, stderr } = child
    child.on('error', () => dyno.stop())
    if (!stdin || !stdout || !stderr) return dyno.stop()
    stdin.on('error', () => undefined)
    if (rest.length > 0) {
      dyno.up.add(rest)
      stdin.write(rest)
    }
    let first = Buffer.from(before)
    let left = fault?.kind === 'cut' ? (fault.afterBytes ?? 0) : Number.POSITIVE_INFINITY
    const output = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        const bytes = Buffer.concat([first, dyno.forceNoTty ? chunk : terminal(chunk)]).subarray(0, left)
        first = Buffer.alloc(0)
        if (left <= 0) return done()
        left -= bytes.length
        dyno.down.add(bytes)
        done(null, bytes)
        // Ends the output, and then the dyno.
        if (left <= 0) output.push(null)
      },
    })
    output.on('error', () => undefined)
    output.once('end', () => dyno.stop())
    if (left <= 0) return dyno.stop()
    if (!dyno.forceNoTty) socket.on('data', (chunk: Buffer) => void output.write(chunk))
    socket.pipe(stdin)
    output.pipe(socket, { end: false })
    stdout.pipe(output, { end: false })
    stderr.pipe(output, { end: false })
    // `close`: everything that it wrote has been read.
    child.once('close', () => void output.end())
    socket.once('close', () => {
      // A disconnected client ends the command's input. Later output is dropped.
      stdin.end()
      output.resume()
    })
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')

  return {
    host: `127.0.0.1:${address.port}`,
    authorityFile,
    controls: {
      rendezvousFault: async (fault) => {
        const { times = 1 } = fault
        faults.push({ fault, left: times === 'always' ? Number.POSITIVE_INFINITY : times })
      },
      clearRendezvousFaults: async () => void (faults = []),
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Without `force_no_tty`, Heroku uses a terminal, which changes line ends. */
function terminal(chunk: Buffer): Buffer {
  return Buffer.from(chunk.toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1')
}

/** The first line, and the bytes after it. Disconnects a client whose line is missing or too long. */
function readSecret(socket: TLSSocket, done: (secret: string, rest: Buffer) => void): void {
  let bytes = Buffer.alloc(0)
  const read = (chunk: Buffer): void => {
    bytes = Buffer.concat([bytes, chunk])
    const end = bytes.indexOf('\r\n')
    if (end < 0) return bytes.length > 1024 ? void socket.destroy() : undefined
    socket.off('data', read)
    done(bytes.subarray(0, end).toString('utf8'), bytes.subarray(end + 2))
  }
  socket.on('data', read)
}

function flood(socket: TLSSocket): void {
  const chunk = Buffer.alloc(64 * 1024, 'x')
  const write = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  }
  socket.on('drain', write)
  write()
}
