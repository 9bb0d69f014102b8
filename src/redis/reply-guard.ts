import { Duplex } from 'node:stream'
import { ReplyReader } from './reply-reader.ts'

/**
 * A stream between the socket and ioredis that passes on nothing but small RESP2 replies, one for each command. ioredis
 * trusts its server: it allocates what an array announces, recurses into nested ones, and throws outside of any promise
 * at a push message that it does not expect. A reply that fails here destroys the connection with an error instead.
 */
export class ReplyGuard extends Duplex {
  readonly #socket: Duplex
  readonly #reader: ReplyReader
  #awaited = 0
  #started = false

  constructor(socket: Duplex) {
    super({ allowHalfOpen: false })
    this.#socket = socket
    this.#reader = new ReplyReader(() => {
      if (this.#awaited === 0) throw new Error('a reply that no command asked for')
      this.#awaited--
    })
    socket.on('data', (chunk: Buffer) => {
      try {
        this.#reader.read(chunk)
      } catch (error) {
        // Without a code: `rawError` takes it for an answer that is not Redis.
        this.destroy(error instanceof Error ? error : new Error('unreadable'))
        return
      }
      if (!this.push(chunk)) socket.pause()
    })
    socket.pause()
    socket.once('end', () => this.push(null))
    socket.once('error', (error) => this.destroy(error))
    socket.once('close', () => this.destroy())
    // Closed between two stages: the event has gone by.
    if (socket.destroyed) this.destroy()
  }

  get isMidReply(): boolean {
    return this.#reader.isMidReply
  }

  /**
   * One more command goes out, so one more reply may come. Nothing is read before the first one: a server that refuses
   * at once ("max number of clients") answers before it was asked, and ioredis drops a reply without a command.
   */
  awaitReply(): void {
    this.#awaited++
    this.#started = true
    this.#socket.resume()
  }

  /** Sends what is written, then closes without waiting for the server. */
  destroySoon(): void {
    this.end(() => this.destroy())
  }

  override _read(): void {
    if (this.#started) this.#socket.resume()
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, encoding, done)
  }

  override _final(done: () => void): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }

  /** ioredis asks for it; the sockets do not delay already. */
  setNoDelay(): this {
    return this
  }

  /** ioredis asks for it; a probe does not live long enough. */
  setKeepAlive(): this {
    return this
  }
}
