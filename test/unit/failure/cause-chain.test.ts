import { describe, expect, it } from 'vitest'
import { explain } from '../../../src/failure/catalogue.ts'
import { causeChain } from '../../../src/failure/cause-chain.ts'
import { Failure } from '../../../src/failure/failure.ts'

describe('causeChain', () => {
  it('shows name, code and message of each error, and nothing else', () => {
    const reply = Object.assign(new Error('WRONGPASS invalid'), { command: { args: ['hunter2'] }, code: 'ERR' })
    reply.name = 'ReplyError'
    const chain = causeChain(new Failure(explain('redis-wrong-password', 'Login failed.'), { cause: reply }))
    expect(chain).toEqual(['Failure: Login failed.', 'caused by ReplyError ERR: WRONGPASS invalid'])
  })

  it('reads an AggregateError, stops at a circle, and survives anything thrown', () => {
    const aggregate = new AggregateError([new Error('v4\n::error::x'), new TypeError('v6')], 'all failed')
    expect(causeChain(aggregate)).toEqual(['AggregateError: all failed', '- Error: v4 ::error::x', '- TypeError: v6'])
    const circle = new Error('round')
    circle.cause = circle
    expect(causeChain(circle)).toEqual(['Error: round'])
    expect(causeChain(undefined)).toEqual([])
    expect(causeChain('text')).toEqual(['text'])
    expect(causeChain({ password: 'hunter2' })).toEqual(['a thrown object'])
    const trap = new Error('x')
    Object.defineProperty(trap, 'message', {
      get: () => {
        throw new Error('trap')
      },
    })
    expect(causeChain(trap)).toEqual(['Error:'])
  })
})
