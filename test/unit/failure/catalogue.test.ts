import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { explain, failure, titles } from '../../../src/failure/catalogue.ts'
import { Failure, failureReasons } from '../../../src/failure/failure.ts'

const page = readFileSync(new URL('../../../docs/troubleshooting.md', import.meta.url), 'utf8')
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...body] = section.split('\n')
      return [heading.trim(), body.join('\n')] as const
    }),
)

describe.each(failureReasons)('%s', (reason) => {
  it('says why, and what to do', () => {
    const { cause, remedy } = explain(reason, 'It happened.')
    expect(titles[reason]).toMatch(/^[A-Z].*[^.]$/)
    expect(cause).toMatch(/^[A-Z].+\.$/)
    expect(remedy).toMatch(/^[A-Z].+\.$/)
    expect(`${titles[reason]}${cause}${remedy}`.length).toBeLessThan(600)
  })

  it('has its section in the troubleshooting page, with cause, action and proof', () => {
    const section = sections.get(reason)
    expect(section).toMatch(/\*\*What you see\.\*\*/)
    expect(section).toMatch(/\*\*Why\.\*\*/)
    expect(section).toMatch(/\*\*What to do\.\*\*/)
    expect(section).toMatch(/\*\*How to confirm\.\*\*/)
    expect(page).toContain(`(#${reason})`)
  })
})

it('has no section for a reason that is not there', () => {
  expect([...sections.keys()].filter((heading) => !(failureReasons as readonly string[]).includes(heading))).toEqual([])
})

it('prefers what is known of the occurrence', () => {
  expect(explain('redis-dns', 'Gone.', { cause: 'C.', remedy: 'R.', requestId: 'id-1' })).toEqual({
    reason: 'redis-dns',
    what: 'Gone.',
    cause: 'C.',
    remedy: 'R.',
    requestId: 'id-1',
  })
  expect(explain('redis-dns', 'Gone.')).not.toHaveProperty('requestId')
})

it('makes an error to throw, which keeps its cause', () => {
  const error = new Error('deeper')
  const thrown = failure('internal', 'It broke.', { error })
  expect(thrown).toBeInstanceOf(Failure)
  expect(thrown.message).toBe('It broke.')
  expect(thrown.reason).toBe('internal')
  expect(thrown.cause).toBe(error)
  expect(failure('internal', 'It broke.')).not.toHaveProperty('cause')
})
