import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { code, label, logLine, prose, text, xml } from '../../../src/utils/escape.ts'
import { oneLine } from '../../../src/utils/text.ts'
import { hostile } from '../../support/fixtures/results.ts'
import { parseCommand } from '../../support/runner.ts'
import { anyText } from '../../support/any-text.ts'

/** Pieces that mean something to a log, Markdown, HTML, Mermaid or XML. */
const pieces = [
  ...':: : ## [ ] ##[group] error ::add-mask:: | ` `` * _ ~ < > & " \\ $ @octocat #1 https:// www. a ! ( ) ]]>'.split(
    ' ',
  ),
  ...'</details> \u2028 \u0085 \u00A0 \u200B \u202E \u001B[31m \u001B]8;;x\u0007 \u0000 \uD800 \uFFFE'.split(' '),
  ' ',
  '\n',
  '\r',
]
const anything = fc.oneof(
  anyText({ maxLength: 60 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((some) => some.join('')),
)

describe('logLine', () => {
  it('never holds a command, a line break, a control or formatting character', () => {
    fc.assert(
      fc.property(anything, (foreign) => {
        const line = logLine(foreign)
        expect(parseCommand(line)).toBeUndefined()
        expect(line).not.toMatch(/^\s*::|##\[|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
        expect(line.isWellFormed()).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('does not change an ordinary line', () => {
    expect(logLine('REDIS_URL: 3 × 100% → ok, a::b')).toBe('REDIS_URL: 3 × 100% → ok, a::b')
  })
})

describe('oneLine', () => {
  it('cuts what is too long, and says so', () => {
    expect(oneLine('abcdef', 4)).toBe('abc…')
    expect(oneLine('x'.repeat(10_000_000), 10)).toBe(`${'x'.repeat(9)}…`)
    expect(oneLine('ab\u{1F600}', 3).isWellFormed()).toBe(true)
  })
})

describe('Markdown', () => {
  it.each([text, code, prose])('contains nothing that GitHub would act on: %o', (escape) => {
    fc.assert(
      fc.property(anything, (foreign) => {
        const inner = escape(foreign).replace(/<\/?(span|code)>/g, '')
        // Whatever is left of markup is an entity.
        expect(inner.replace(/&#\d+;/g, '')).not.toMatch(/[<>`*~[\]\\|&]/)
        const spans = escape(foreign)
        expect(spans).not.toMatch(/(?<!<span>)[@$]|:\/\/|www\./i)
        expect(spans.replace(/&#\d+;/g, '')).not.toMatch(/(?<!<span>)#/)
      }),
      { numRuns: 500 },
    )
  })

  it('shows names and sentences as they are', () => {
    expect(text('REDIS_WRITER_HOST is ec2-1-2.example.com:6379 (98 %)')).toBe(
      'REDIS_WRITER_HOST is ec2-1-2.example.com:6379 (98 %)',
    )
    expect(prose('Run `heroku redis:wait` on @octo, then `x|y`.')).toBe(
      'Run <code>heroku redis:wait</code> on <span>@</span>octo, then <code>x&#124;y</code>.',
    )
    expect(prose('one ` alone')).toBe('one &#96; alone')
    expect(text('_emphasis_ snake_case __init__')).toBe('&#95;emphasis&#95; snake_case &#95;&#95;init&#95;&#95;')
  })
})

describe('label', () => {
  it('contains nothing that has a meaning in Mermaid', () => {
    expect(label(hostile, 1_000)).toMatch(/^[\p{L}\p{N} .,:/%()?-]+$/u)
    expect(label('p50 12 ms (same-server)')).toBe('p50 12 ms (same-server)')
  })
})

describe('xml', () => {
  it('is well-formed text without what XML 1.0 forbids', () => {
    fc.assert(
      fc.property(anything, (foreign) => {
        const escaped = xml(foreign)
        expect(escaped.replace(/&#\d+;/g, '')).not.toMatch(/[<>&"']/)
        expect(escaped).toMatch(/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u)
      }),
      { numRuns: 500 },
    )
  })
})
