import { expect, test } from 'vitest'
import { parseAst } from 'vitest/node'
import { filesIn, read } from '../docs/files.ts'

/**
 * Inputs and config vars can be 128 kB long: a regular expression whose time grows with the square of the length would
 * stop the action for many seconds.
 */

/** Never meets text from outside of any length. */
const bounded: Readonly<Record<string, string>> = {
  'src/report/page/html.ts /\\s*\\n\\s*/g': 'the templates of the page',
  'src/steps/create-addon.ts /-+$/': '24 characters of a valid app name',
  'src/utils/format.ts /\\B(?=(?:\\d{3})+$)/g': 'the digits of a number',
}

interface Literal {
  readonly place: string
  readonly regex: RegExp
}

function literalsOf(path: string): Literal[] {
  const found: Literal[] = []
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { regex } = node as { regex?: { pattern: string; flags: string } }
    if (regex !== undefined)
      found.push({ place: `${path} /${regex.pattern}/${regex.flags}`, regex: new RegExp(regex.pattern, regex.flags) })
    for (const child of Object.values(node)) walk(child)
  }
  walk(parseAst(read(path), { lang: 'ts' }))
  return found
}

const literals = filesIn('src', /\.ts$/).flatMap(literalsOf)

const repeated = [
  'a',
  'A',
  '0',
  ' ',
  '\n',
  '-',
  '_',
  '.',
  ':',
  '/',
  '@',
  '%',
  '&',
  '=',
  '*',
  '(',
  '[',
  '<',
  '"',
  '\\',
  ',',
]
const texts = (length: number): string[] =>
  repeated.flatMap((fill) => ['', 'a', '//', '?'].map((before) => `${before}${fill.repeat(length)}!`))

/** Milliseconds: the shortest of three, because other processes can only make it longer. */
function timeOf(regex: RegExp, text: string, rounds: number): number {
  const times = [1, 2, 3].map(() => {
    const start = performance.now()
    for (let round = 0; round < rounds; round++) text.replace(regex, '')
    return (performance.now() - start) / rounds
  })
  return Math.min(...times)
}

/** 16 times the text takes 16 times as long if the time is linear, and 256 times if it is quadratic. */
function isSlow(regex: RegExp): boolean {
  const short = texts(1_000)
  return texts(16_000).some((long, index) => {
    const start = performance.now()
    long.replace(regex, '')
    // Most are done at once; these need no exact measurement.
    if (performance.now() - start < 2) return false
    return timeOf(regex, long, 1) / timeOf(regex, short[index] ?? '', 100) > 64
  })
}

test('no regular expression takes a time that grows with the square of the length', () => {
  expect(literals.length).toBeGreaterThan(100)
  const slow = literals.filter(({ place, regex }) => !Object.hasOwn(bounded, place) && isSlow(regex))
  expect(slow.map(({ place }) => place)).toEqual([])
})

test('notices one', () => {
  expect(isSlow(/a+b/)).toBe(true)
})

test('the exceptions are still there', () => {
  expect(literals.map(({ place }) => place)).toEqual(expect.arrayContaining(Object.keys(bounded)))
})
