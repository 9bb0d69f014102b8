import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseJson } from '../../../src/heroku/json.ts'

describe('JSON of Heroku', () => {
  test('is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

  test.each([
    ['nests 64 levels deep', nested(64)],
    ['has 64 levels many times', `[${Array.from({ length: 100 }, () => nested(63)).join(',')}]`],
    ['has 200,000 lists and objects', `[${'[],'.repeat(100_000)}${'{},'.repeat(99_998)}[]]`],
    ['has brackets in a text', JSON.stringify({ text: `${'['.repeat(65)}${'{'.repeat(65)}` })],
    ['has brackets behind a quote in a text', JSON.stringify(`"${'['.repeat(65)}`)],
    ['closes brackets in a text', `["${']'.repeat(65)}",${nested(63)}]`],
  ])('that %s is read', (_, text) => {
    // Of lists this long, a diff takes minutes.
    expect(JSON.stringify(parseJson(text)) === text).toBe(true)
  })

  test('may hold brackets, quotes and backslashes in its texts', () => {
    for (const text of ['[[[['.repeat(100), '\\', '"', '\\"[', '\\\\', '{"a":['.repeat(50)]) {
      expect(parseJson(JSON.stringify({ text }))).toEqual({ text })
    }
  })

  test.each([
    ['is broken', '{"a":'],
    ['is empty', ''],
    ['is HTML', '<html>'],
    ['ends in a text', '"abc'],
    ['ends in an escape', '"abc\\'],
    ['nests deeper than any answer', nested(65)],
    ['nests objects deeper than any answer', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`],
    ['nests deeper behind a text', `["a",${nested(64)}]`],
    ['nests deeper behind a text that ends in a backslash', `["\\\\",${nested(64)}]`],
    ['nests deeper behind a text with a quote', `["\\"",${nested(64)}]`],
    ['nests deeper behind a text that closes brackets', `["${']'.repeat(65)}${'}'.repeat(65)}",${nested(64)}]`],
    ['nests deeper than any answer, and has no end', '['.repeat(2_000_000)],
    ['has more lists than any answer', `[${'[],'.repeat(199_999)}[]]`],
    ['has more objects than any answer', `[${'{},'.repeat(199_999)}{}]`],
  ])('that %s is none', (_, text) => {
    expect(parseJson(text) === undefined).toBe(true)
  })

  test('of the largest page that Heroku sends is read', () => {
    const addon = {
      app: {},
      plan: { price: {} },
      addon_service: {},
      actions: [{}, {}],
      config_vars: ['A'],
      billed_price: {},
    }
    expect(parseJson(JSON.stringify(Array.from({ length: 1_000 }, () => addon)))).toHaveLength(1_000)
  })
})
