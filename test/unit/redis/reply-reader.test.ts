import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ReplyReader } from '../../../src/redis/reply-reader.ts'
import { anyText } from '../../support/any-text.ts'

/** How many replies the text begins, or the problem that the reader has with it. */
function read(...chunks: readonly (string | Uint8Array)[]): number | string {
  let replies = 0
  const reader = new ReplyReader(() => void replies++)
  try {
    for (const chunk of chunks) reader.read(typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk)
  } catch (error) {
    return error instanceof Error ? error.message : 'thrown'
  }
  return replies
}

type Reply = string | number | null | readonly Reply[]

function encoded(reply: Reply): string {
  if (reply === null) return '$-1\r\n'
  if (typeof reply === 'number') return `:${reply}\r\n`
  if (typeof reply === 'string') return `$${Buffer.byteLength(reply)}\r\n${reply}\r\n`
  return `*${reply.length}\r\n${reply.map(encoded).join('')}`
}

const { reply } = fc.letrec<{ reply: Reply }>((tie) => ({
  reply: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    anyText(),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('reply'), { maxLength: 5 }),
  ),
}))

describe('what Redis sends', () => {
  test.each([
    ['+OK\r\n', 1],
    ['-ERR unknown command\r\n', 1],
    [':-42\r\n', 1],
    ['$-1\r\n', 1],
    ['*-1\r\n', 1],
    ['$0\r\n\r\n', 1],
    ['*0\r\n', 1],
    ['*2\r\n$1\r\na\r\n*1\r\n:1\r\n', 1],
    ['+OK\r\n$3\r\na\r\n\r\n+PONG\r\n', 3],
    ['', 0],
  ])('%j', (text, replies) => {
    expect(read(text)).toBe(replies)
  })

  test('whatever it is, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(reply, { maxLength: 4 }), fc.array(fc.nat(20)), (replies, cuts) => {
        const bytes = Buffer.from(replies.map(encoded).join(''))
        const chunks: Uint8Array[] = []
        let at = 0
        for (const cut of cuts) {
          chunks.push(bytes.subarray(at, at + cut))
          at += cut
        }
        expect(read(...chunks, bytes.subarray(at))).toBe(replies.length)
      }),
      { numRuns: 300 },
    )
  })

  test('a reply has ended only with its last byte', () => {
    const reader = new ReplyReader(() => undefined)
    for (const byte of Buffer.from('*2\r\n$1\r\na\r\n:1\r')) {
      reader.read(Uint8Array.of(byte))
      expect(reader.isMidReply).toBe(true)
    }
    reader.read(Buffer.from('\n'))
    expect(reader.isMidReply).toBe(false)
  })
})

describe('what Redis does not send to a probe', () => {
  test.each([
    ['>1\r\n_\r\n', 'unexpected type ">"'],
    ['_\r\n', 'unexpected type "_"'],
    ['%1\r\n+a\r\n+b\r\n', 'unexpected type "%"'],
    ['|1\r\n+a\r\n+b\r\n', 'unexpected type "|"'],
    ['HTTP/1.1 400 Bad Request\r\n', 'unexpected type "H"'],
    ['\u0000', 'unexpected type "\\u0000"'],
    ['\r\n', 'unexpected type "\\r"'],
    ['+OK\rX', 'a line does not end with CR LF'],
    ['*33000000\r\n', 'too many elements'],
    ['*1000\r\n', 'too many elements'],
    ['*4294967295\r\n', 'too many elements'],
    ['*99999999999999\r\n', 'a length is malformed'],
    ['*-2\r\n', 'a length is malformed'],
    ['*1e3\r\n', 'a length is malformed'],
    ['$ 1\r\n', 'a length is malformed'],
    ['$500000000\r\n', 'a reply is too large'],
    [`*2\r\n$600000\r\n${'x'.repeat(600_000)}\r\n$600000\r\n`, 'a reply is too large'],
    [':x\r\n', 'a number is malformed'],
    [`+${'x'.repeat(20_000)}`, 'a line is too long'],
    [`*${'1'.repeat(20_000)}`, 'a line is too long'],
    ['*1\r\n'.repeat(9), 'too deeply nested'],
    ['*30\r\n'.repeat(2) + '*30\r\n:1\r\n'.repeat(40), expect.stringMatching(/too many|nested/) as string],
  ])('%j', (text, problem) => {
    expect(read(text)).toEqual(problem)
  })

  test('any bytes end in a number or a problem, never in more', () => {
    const piece = fc.constantFrom('*', '$', ':', '+', '-', '1', '0', '-1', '9999', '\r\n', '\r', 'x')
    const text = fc.oneof(
      anyText(),
      fc.array(piece, { maxLength: 40 }).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, (text) => {
        expect(['number', 'string']).toContain(typeof read(text))
      }),
      { numRuns: 500 },
    )
  })
})
