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
    ['nests deeper than any answer', '['.repeat(65) + ']'.repeat(65)],
    ['nests deeper than any answer, and has no end', '['.repeat(2_000_000)],
    ['has more lists than any answer', `[${'[],'.repeat(200_000)}[]]`],
    ['has more objects than any answer', `[${'{},'.repeat(200_000)}{}]`],
  ])('that %s is none', (_, text) => {
    expect(parseJson(text)).toBeUndefined()
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
