import { describe, expect, it } from 'vitest'
import { causeChain } from '../../../src/failure/cause-chain.ts'
import { failure } from '../../../src/failure/catalogue.ts'
import { cancelled, toFailure } from '../../../src/failure/to-failure.ts'

describe('whatever was thrown', () => {
  it('stays itself when it is a Failure', () => {
    const thrown = failure('app-not-found', 'No such app.')
    expect(toFailure(thrown)).toBe(thrown)
  })

  it('is a cancelled run when a signal ended it', () => {
    expect(toFailure(new DOMException('This operation was aborted', 'AbortError')).reason).toBe('cancelled')
    expect(cancelled().explanation.what).toBe('The run was cancelled before it finished.')
  })

  it.each([
    ['an error', new TypeError('x is not a function'), 'TypeError: x is not a function'],
    ['a text', 'no', 'no'],
    ['a number', 7, 'a thrown number'],
    ['nothing', undefined, 'no error'],
  ])('is a bug when it is %s', (_, thrown, words) => {
    const { reason, explanation, cause } = toFailure(thrown)
    expect(reason).toBe('internal')
    expect(explanation.what).toBe(`Unexpected error (a bug in this action): ${words}.`)
    expect(cause).toBe(thrown)
  })
})

describe('the chain of causes', () => {
  it('is one line for each error, the outermost first', () => {
    const inner = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    expect(causeChain(new Error('It failed', { cause: inner }))).toEqual([
      'Error: It failed',
      'caused by Error ECONNREFUSED: connect ECONNREFUSED',
    ])
  })

  it('lists the parts of an AggregateError', () => {
    expect(causeChain(new AggregateError([new Error('a'), 'b'], 'both'))).toEqual([
      'AggregateError: both',
      '- Error: a',
      '- b',
    ])
  })

  it('never shows the arguments of a command, which hold the password', () => {
    const reply = Object.assign(new Error('WRONGPASS'), {
      name: 'ReplyError',
      command: { name: 'hello', args: ['3', 'AUTH', 'default', 's3cret'] },
    })
    expect(causeChain(new Error('login', { cause: reply })).join('\n')).not.toContain('s3cret')
  })

  it('ends, also when it is a circle or has no end', () => {
    const circle: { cause?: unknown } & Error = new Error('a')
    circle.cause = new Error('b', { cause: circle })
    expect(causeChain(circle)).toHaveLength(2)
    const endless = Array.from({ length: 50 }).reduce<Error>(
      (cause) => new Error('deeper', { cause }),
      new Error('end'),
    )
    expect(causeChain(endless)).toHaveLength(8)
    expect(
      causeChain(
        new AggregateError(
          Array.from({ length: 50 }, () => new Error('x')),
          'many',
        ),
      ),
    ).toHaveLength(9)
  })

  it('survives an object whose getters throw', () => {
    const hostile = Object.defineProperty({}, 'cause', {
      get() {
        throw new Error('no')
      },
    })
    expect(causeChain(hostile)).toEqual(['a thrown object'])
  })

  it('is safe to print: one line without workflow commands', () => {
    expect(causeChain(new Error('a\n::set-output name=x::y'))).toEqual(['Error: a ::set-output name=x::y'])
    expect(causeChain('::warning::x')[0]).not.toMatch(/^::/)
  })
})
