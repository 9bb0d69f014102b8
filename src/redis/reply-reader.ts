/** A reply larger than this is not an answer to what a probe asks: INFO takes some 10 kB, HELLO about 40 elements. */
const limits = {
  /** Bytes of one reply. */
  bytes: 1024 * 1024,
  /** Bytes of a line: a status, an error, a number, a length. */
  line: 16 * 1024,
  /** Elements of one reply, nested ones included. */
  elements: 1_000,
  depth: 8,
}

const carriageReturn = 0x0d
const lineFeed = 0x0a

/**
 * Follows RESP2 replies byte by byte, keeping nothing but a line's digits: whatever a server announces or nests, this
 * takes no memory. Strict: every type that the commands of a probe are not answered with is an error.
 */
export class ReplyReader {
  /** Called at the first byte of a reply; throws when none is awaited. */
  readonly #onReply: () => void
  /** Elements still to come, from the outermost array to the innermost. */
  readonly #open: number[] = []
  #state: 'type' | 'line' | 'line-end' | 'bulk' = 'type'
  #type = ''
  #line = ''
  #lineLength = 0
  /** Bytes of a bulk string still to come, its CRLF included. */
  #bulk = 0
  #bytes = 0
  #elements = 0

  constructor(onReply: () => void) {
    this.#onReply = onReply
  }

  /** A reply has begun and not ended. */
  get isMidReply(): boolean {
    return this.#state !== 'type' || this.#open.length > 0
  }

  /** @throws Error that says what no Redis server would send; the reader is then of no more use */
  read(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) {
      if (this.#state === 'bulk') {
        const taken = Math.min(this.#bulk, chunk.length - at)
        this.#bulk -= taken
        at += taken
        if (this.#bulk === 0) this.#endElement()
        continue
      }
      this.#take(chunk[at] ?? 0)
      at++
    }
  }

  #take(byte: number): void {
    if (this.#state === 'type') return this.#begin(byte)
    if (this.#state === 'line-end') {
      if (byte !== lineFeed) throw new Error('a line does not end with CR LF')
      return this.#endLine()
    }
    if (byte === carriageReturn) {
      this.#state = 'line-end'
      return undefined
    }
    if (++this.#lineLength > limits.line) throw new Error('a line is too long')
    if (this.#type === '$' || this.#type === '*' || this.#type === ':') this.#line += String.fromCharCode(byte)
    return undefined
  }

  #begin(byte: number): void {
    if (this.#open.length === 0) {
      this.#bytes = 0
      this.#elements = 0
      this.#onReply()
    }
    this.#type = String.fromCharCode(byte)
    if (!'+-:$*'.includes(this.#type)) throw new Error(`unexpected type ${JSON.stringify(this.#type)}`)
    if (++this.#elements > limits.elements) throw new Error('too many elements')
    this.#line = ''
    this.#lineLength = 0
    this.#state = 'line'
  }

  #endLine(): void {
    this.#count(this.#lineLength)
    if (this.#type === '+' || this.#type === '-') return this.#endElement()
    if (this.#type === ':') {
      if (!/^[+-]?\d{1,20}$/.test(this.#line)) throw new Error('a number is malformed')
      return this.#endElement()
    }
    // -1 stands for null.
    if (!/^(?:-1|\d{1,10})$/.test(this.#line)) throw new Error('a length is malformed')
    const length = Number(this.#line)
    if (length < 0) return this.#endElement()
    if (this.#type === '$') {
      this.#count(length)
      this.#bulk = length + 2
      this.#state = 'bulk'
      return undefined
    }
    if (this.#elements + length > limits.elements) throw new Error('too many elements')
    if (this.#open.length === limits.depth) throw new Error('too deeply nested')
    if (length === 0) return this.#endElement()
    this.#open.push(length)
    this.#state = 'type'
    return undefined
  }

  #count(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes > limits.bytes) throw new Error('a reply is too large')
  }

  #endElement(): void {
    this.#state = 'type'
    while (this.#open.length > 0) {
      const left = (this.#open.pop() ?? 0) - 1
      if (left > 0) {
        this.#open.push(left)
        return
      }
    }
  }
}
