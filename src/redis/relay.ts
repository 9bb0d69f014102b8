import { Duplex } from 'node:stream'
import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import { abortable, timeLimit } from '../utils/abort.ts'
import { sanitize } from '../utils/text.ts'
import { now } from '../utils/time.ts'
import { explainError, RedisError } from './errors.ts'
import { relayScript } from './relay-script.ts'
import type { Address, SocketSource } from './socket-source.ts'
import { since, timed, type Trace } from './stages.ts'
import { percentile } from './statistics.ts'

/** Of the relay's own lines: 12 kB in base64, and what stands before it. */
const longestLine = 20_000
/** Of all other lines: the platform and the shell say little, and the end of it explains a failure. */
const mostNoise = 1024 * 1024
const keptNoise = 4_000
/** How long the relay may take to close a connection. */
const closeMs = 5_000
/** Bytes sent in one line. */
const pieceSize = 1_500
const echoSamples = 5

/** What Heroku and the command print of themselves. */
const expectedLines = /\b(?:rendezvous|heroku-redis-action)\b/g

type Message = readonly [verb: string, ...rest: string[]]

/** The stream to the relay has ended, or is not one. */
export class RelayEnded extends Error {
  override readonly name = 'RelayEnded'
  /** The relay never said anything: another dyno may do better. */
  readonly isEmpty: boolean

  constructor(message: string, isEmpty = false) {
    super(message)
    this.isEmpty = isEmpty
  }
}

/**
 * The action's end of the relay: commands and bytes as lines on one stream. It knows nothing of what it carries, which
 * is TLS from end to end.
 */
export class Relay implements SocketSource {
  readonly #stream: Duplex
  readonly #nonce: string
  /** Those who wait for a message. */
  readonly #waiting = new Set<(message: Message) => void>()
  readonly #ending: Promise<never>
  #end: (error: RelayEnded) => void = () => undefined
  #ended: RelayEnded | undefined
  #line = ''
  #noise = ''
  #noiseBytes = 0
  #isKnown = false
  #ids = 0
  #connection: RelayConnection | undefined
  /** The connection before the next one is closed when it resolves. */
  #closed: Promise<unknown> = Promise.resolve()
  #echoMs: number | undefined

  /** `nonce`: random, so that nothing else on the stream looks like a message. */
  constructor(stream: Duplex, nonce: string) {
    this.#stream = stream
    this.#nonce = nonce
    this.#ending = new Promise((_, reject) => (this.#end = reject))
    this.#ending.catch(() => undefined)
    stream.on('data', (chunk: Buffer) => this.#read(chunk.toString('latin1')))
    stream.on('error', () => this.#fail('its connection broke'))
    stream.once('end', () => this.#fail('it ended'))
    stream.once('close', () => this.#fail('it ended'))
    if (stream.destroyed || stream.readableEnded) this.#fail('it ended')
  }

  /** Median round trip to the dyno and back; undefined before `start`. */
  get echoMs(): number {
    return this.#echoMs ?? 0
  }

  /**
   * Sends the script and waits until it runs, then measures the way.
   * @throws RelayEnded · the signal's reason
   */
  async start(limit: AbortSignal): Promise<void> {
    const answer = this.#message((message) =>
      message[0] === 'ready' || message[0] === 'missing' ? message : undefined,
    )
    this.#stream.write(relayScript(this.#nonce))
    const [verb, ...programs] = await abortable(answer, limit)
    if (verb === 'missing') throw new RelayEnded(`the dyno’s image lacks ${sanitize(programs.join(' '), 60)}`)
    const values: number[] = []
    for (let sample = 0; sample < echoSamples; sample++) {
      const text = Buffer.from(`${this.#nonce} ${sample}`).toString('base64')
      const start = now()
      const echo = this.#message(([name, value]) => (name === 'e' && value === text ? true : undefined))
      this.#send(`e ${text}`)
      await abortable(echo, limit)
      values.push(since(start))
    }
    this.#echoMs = percentile(values, 50)
  }

  async open(address: Address, limit: AbortSignal, trace: Trace): Promise<Duplex> {
    this.#connection?.destroy()
    await timed('tcp', limit, trace, () => this.#closed)
    if (this.#ended !== undefined) throw dynoFailed(this.#ended)
    const { host, port } = address
    if (!/^[A-Za-z0-9_:][A-Za-z0-9_.:-]{0,252}$/.test(host)) throw refusal('ENOTFOUND', address, trace)
    const id = String(++this.#ids)
    this.#noise = ''
    const verdict = this.#message(([verb, of]) =>
      of === id && (verb === 'open' || verb === 'failed') ? verb : undefined,
    )
    this.#send(`o ${id} ${host} ${Math.trunc(port)}`)
    try {
      const result = await timed('tcp', limit, trace, () =>
        verdict.catch((error: unknown) => Promise.reject(dynoFailed(error))),
      )
      if (result === 'failed') throw refusal(codeOf(this.#noise), address, trace)
    } catch (error) {
      this.#close(id)
      throw error
    }
    this.#connection = new RelayConnection({
      send: (line, done) => void this.#stream.write(`${line}\n`, done),
      more: () => this.#stream.resume(),
      close: () => this.#close(id),
      id,
    })
    return this.#connection
  }

  close(): Promise<void> {
    this.#connection?.destroy()
    this.#stream.destroy()
    return Promise.resolve()
  }

  /** The relay confirms it, so that no late byte of one connection gets into the next. */
  #close(id: string): void {
    this.#stream.resume()
    const confirmed = this.#message(([verb, of]) => (verb === 'closed' && of === id ? true : undefined))
    this.#send(`x ${id}`)
    this.#closed = abortable(confirmed, timeLimit(closeMs, new AbortController().signal)).catch(() =>
      this.#fail('it does not close a connection'),
    )
  }

  #send(line: string): void {
    if (this.#ended === undefined) this.#stream.write(`${line}\n`)
  }

  /** The first message of which `pick` makes something. @throws RelayEnded */
  async #message<T>(pick: (message: Message) => T | undefined): Promise<T> {
    let listen: (message: Message) => void = () => undefined
    const found = new Promise<T>((resolve) => {
      listen = (message) => {
        const value = pick(message)
        if (value !== undefined) resolve(value)
      }
      this.#waiting.add(listen)
    })
    const waiting = Promise.race([found, this.#ending])
    // Who gave up waiting does not hear that the relay has ended.
    waiting.catch(() => undefined)
    return waiting.finally(() => this.#waiting.delete(listen))
  }

  #read(text: string): void {
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.#take(this.#line + text.slice(start, end))
      this.#line = ''
      start = end + 1
    }
    this.#line += text.slice(start)
    if (this.#line.length <= longestLine) return
    this.#keepNoise(this.#line)
    this.#line = ''
  }

  #take(line: string): void {
    const [nonce, ...message] = line.replace(/\r$/, '').split(' ')
    const [verb] = message
    if (nonce !== this.#nonce || verb === undefined || line.length > longestLine) return this.#keepNoise(line)
    this.#isKnown = true
    const [, id, value = ''] = message
    if (verb === 'd') {
      const isTaken = this.#connection?.receive(id, Buffer.from(value, 'base64'))
      if (isTaken === false) this.#stream.pause()
      return undefined
    }
    if (verb === 'closed') this.#connection?.receive(id, null)
    for (const listen of this.#waiting) listen([verb, ...message.slice(1)])
    return undefined
  }

  #keepNoise(line: string): void {
    this.#noise = `${this.#noise}\n${line}`.slice(-keptNoise)
    this.#noiseBytes += line.length
    if (this.#noiseBytes > mostNoise) this.#fail('it prints too much')
  }

  #fail(why: string): void {
    if (this.#ended !== undefined) return
    const said = sanitize(this.#noise.replaceAll(expectedLines, ' '), 200)
    const quoted = this.#isKnown || said === '' ? '' : `: ${said}`
    this.#ended = new RelayEnded(`${why}${quoted}`, !this.#isKnown && said === '')
    this.#end(this.#ended)
    this.#connection?.destroy(Object.assign(new Error(`the one-off dyno is gone: ${why}`), { code: 'ECONNRESET' }))
    this.#stream.destroy()
  }
}

interface Line {
  readonly id: string
  readonly send: (line: string, done: (error?: Error | null) => void) => void
  /** Goes on reading after a pause. */
  readonly more: () => void
  readonly close: () => void
}

/** One TCP connection of the relay. */
class RelayConnection extends Duplex {
  readonly #line: Line
  #isClosed = false

  constructor(line: Line) {
    super({ allowHalfOpen: false })
    this.#line = line
    // Between two stages nobody else listens.
    this.on('error', () => undefined)
  }

  /** `null`: Redis has closed the connection. @returns false: no more for now */
  receive(id: string | undefined, bytes: Buffer | null): boolean {
    if (id !== this.#line.id || this.destroyed) return true
    if (bytes === null) this.#isClosed = true
    return this.push(bytes)
  }

  override _read(): void {
    this.#line.more()
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    const lines: string[] = []
    for (let at = 0; at < chunk.length; at += pieceSize) {
      lines.push(`d ${chunk.subarray(at, at + pieceSize).toString('base64')}`)
    }
    this.#line.send(lines.join('\n'), done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.#isClosed) this.#line.close()
    else this.#line.more()
    done(error)
  }
}

/** What programs say on stderr → Node's code for the same. */
const codes: readonly (readonly [RegExp, string])[] = [
  [/refused/i, 'ECONNREFUSED'],
  [/temporary failure|try again/i, 'EAI_AGAIN'],
  [/not known|no address|bad address|lookup failure|unknown host|not resolve/i, 'ENOTFOUND'],
  [/timed? ?out/i, 'ETIMEDOUT'],
  [/no route/i, 'EHOSTUNREACH'],
  [/unreachable/i, 'ENETUNREACH'],
  [/reset/i, 'ECONNRESET'],
]

function codeOf(noise: string): string {
  return codes.find(([words]) => words.test(noise))?.[1] ?? 'ECONNREFUSED'
}

function refusal(code: string, { host, port }: Address, trace: Trace): RedisError {
  const stage = code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'dns' : 'tcp'
  const { tcpMs, ...timings } = trace.timings
  // The relay looks up and connects in one step.
  if (stage === 'dns') trace.timings = { ...timings, ...(tcpMs !== undefined && { dnsMs: tcpMs }) }
  const message = `${stage === 'dns' ? 'lookup' : 'connect'} ${code} ${host}:${port}, from the dyno`
  return new RedisError(explainError({ kind: 'system', message, code }, { stage }))
}

export function dynoFailed(error: unknown): Failure {
  const why = error instanceof RelayEnded ? error.message : 'it failed'
  return failure('dyno-failed', `The one-off dyno through which Redis is reached failed: ${why}.`)
}
