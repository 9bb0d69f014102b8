import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeState } from '../../../src/history/decode.ts'
import { encodeState } from '../../../src/history/encode.ts'
import { eventKinds } from '../../../src/history/history.ts'
import type { HistoryState } from '../../../src/history/history.ts'
import { demoShop, simulateState } from '../../support/simulation.ts'
import { arbitraryState } from './arbitrary-state.ts'

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly prefixItems?: readonly Schema[]
  readonly required?: readonly string[]
  readonly enum?: readonly unknown[]
  readonly $defs: Readonly<Record<string, Schema>>
}

const schema = JSON.parse(readFileSync(new URL('../../../schema/state.schema.json', import.meta.url), 'utf8')) as Schema
// `minItems` without `maxItems`: later columns stay allowed to no one, `items: false` says so.
const valid = new Ajv2020({ strict: true, strictTuples: false, allErrors: true }).compile(schema)
const def = (name: string): Schema => schema.$defs[name] ?? { $defs: {} }

function errors(text: string): readonly string[] {
  return valid(JSON.parse(text))
    ? []
    : (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`)
}

/** Before every app is forgotten, whenever it ran. */
const longAgo = 0

describe('schema/state.schema.json', () => {
  it('accepts whatever the types allow, and all of it comes back', () => {
    fc.assert(
      fc.property(arbitraryState, (state) => {
        const text = encodeState(state, longAgo)
        expect(errors(text)).toEqual([])
        const kept = state.apps.filter(({ points, spans }) => points.length + spans.length > 0)
        expect(decodeState(text)).toEqual({ apps: kept })
      }),
      { numRuns: 100 },
    )
  })

  it('has the columns and names that are written, and no others', () => {
    const written = fc
      .sample(arbitraryState, { numRuns: 500, seed: 3 })
      .flatMap((state) => (JSON.parse(encodeState(state, longAgo)) as { apps: Record<string, unknown>[] }).apps)
    const names = (values: readonly object[]): readonly string[] =>
      [...new Set(values.flatMap((each) => Object.keys(each)))].toSorted()
    const rows = (key: string): readonly (readonly unknown[])[] =>
      written.flatMap((app) => app[key] as readonly (readonly unknown[])[])
    const longest = (key: string): number => Math.max(...rows(key).map((row) => row.length))
    expect(Object.keys(def('app').properties ?? {}).toSorted()).toEqual(names(written))
    expect(Object.keys(def('server').properties ?? {}).toSorted()).toEqual(
      names(written.flatMap((app) => app['servers'] as readonly object[])),
    )
    expect(def('point').prefixItems).toHaveLength(longest('points'))
    expect(def('span').prefixItems).toHaveLength(longest('spans'))
    expect(def('event').prefixItems).toHaveLength(longest('events'))
    expect(def('event').prefixItems?.[1]?.enum).toEqual(eventKinds)
    const always = names(written).filter((name) => written.every((app) => name in app))
    expect(def('app').required?.toSorted()).toEqual(always)
  })

  it('accepts a month of real runs', () => {
    const end = Date.UTC(2026, 2, 31)
    const text = encodeState(simulateState([demoShop], end), end)
    expect(errors(text)).toEqual([])
    // One line for each app, so that a diff stays readable.
    expect(text.split('\n')).toHaveLength(4)
  })

  it.each<[string, (file: Record<string, unknown>) => unknown]>([
    ['another version', (file) => ({ ...file, version: 2 })],
    ['another format', (file) => ({ ...file, format: 'other' })],
    ['a further property', (file) => ({ ...file, host: 'redis.example.com' })],
    ['no apps', ({ format, version, updatedAt }) => ({ format, version, updatedAt })],
  ])('refuses %s', (_, change) => {
    const empty: HistoryState = { apps: [] }
    const file = JSON.parse(encodeState(empty, 0)) as Record<string, unknown>
    expect(errors(JSON.stringify(file))).toEqual([])
    expect(errors(JSON.stringify(change(file)))).not.toEqual([])
  })
})
