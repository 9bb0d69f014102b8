import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitted } from '../../../src/report/outputs.ts'
import { arbitraryReport } from '../../support/fixtures/arbitrary-report.ts'
import { cancelled, dryRun, failing, fleet, healthy, warning } from '../../support/fixtures/results.ts'

interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly $ref?: string
  readonly $defs: Readonly<Record<string, Schema>>
}

const file = new URL('../../../schema/report.schema.json', import.meta.url)
const schema = JSON.parse(readFileSync(file, 'utf8')) as Schema
const valid = new Ajv2020({ strict: true, allErrors: true }).compile(schema)

function errors(report: unknown): string[] {
  return valid(report)
    ? []
    : (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`)
}

/** Every property and every value of an enum that the schema tells of, as paths: `apps[].writer.role=primary`. */
function pathsOf(node: Schema, path = ''): string[] {
  const target = node.$ref === undefined ? {} : (schema.$defs[node.$ref.replace('#/$defs/', '')] ?? {})
  const all = { ...target, ...node } as Schema
  const values = [...(all.enum ?? []), ...('const' in all ? [all.const] : [])].map(
    (value) => `${path}=${String(value)}`,
  )
  const properties = Object.entries(all.properties ?? {}).flatMap(([name, each]) => [
    `${path}.${name}`,
    ...pathsOf(each, `${path}.${name}`),
  ])
  const items = all.items ? pathsOf(all.items, `${path}[]`) : []
  return [...values, ...properties, ...items, ...(all.anyOf ?? []).flatMap((each) => pathsOf(each, path))]
}

/** The same of a real value, as far as the schema's paths go. */
function seen(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => seen(each, `${path}[]`))
  if (typeof value !== 'object' || value === null) return [`${path}=${String(value)}`]
  return Object.entries(value).flatMap(([name, each]) => [`${path}.${name}`, ...seen(each, `${path}.${name}`)])
}

/** Each object of the schema with every value that stands in its place. */
function objectsOf(node: Schema, values: readonly unknown[]): Map<Schema, Readonly<Record<string, unknown>>[]> {
  const found = new Map<Schema, Record<string, unknown>[]>()
  const visit = (at: Schema, all: readonly unknown[]): void => {
    if (at.$ref !== undefined) {
      visit(schema.$defs[at.$ref.replace('#/$defs/', '')] ?? schema, all)
      return
    }
    if (at.items) visit(at.items, all.flat())
    if (!at.properties) return
    const objects = all.filter((value) => typeof value === 'object' && value !== null) as Record<string, unknown>[]
    found.set(at, [...(found.get(at) ?? []), ...objects])
    for (const [name, each] of Object.entries(at.properties)) {
      visit(
        each,
        objects.map((object) => object[name]).filter((value) => value !== undefined),
      )
    }
  }
  visit(node, values)
  return found
}

/** Hundreds of generated reports; a slow machine may take its time. */
const patient = { timeout: 120_000 }

describe('schema/report.schema.json', patient, () => {
  it('accepts whatever the types allow', () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        expect(errors(JSON.parse(JSON.stringify(report)))).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('describes nothing that the types do not have: every property and enum value occurs', () => {
    const missing = new Set(pathsOf(schema))
    expect(missing.size).toBeGreaterThan(100)
    for (let seed = 0; seed < 40 && missing.size > 0; seed++) {
      for (const report of fc.sample(arbitraryReport, { numRuns: 50, seed })) {
        for (const path of seen(report)) missing.delete(path)
      }
    }
    expect([...missing]).toEqual([])
  })

  it('requires exactly what the types require, and allows no other property', () => {
    const reports = fc.sample(arbitraryReport, { numRuns: 200, seed: 11 })
    const objects = objectsOf(schema, reports)
    expect(objects.size).toBeGreaterThan(12)
    for (const [node, values] of objects) {
      const names = Object.keys(node.properties ?? {})
      // What some report lacks is optional in the types.
      const always = names.filter((name) => values.every((value) => name in value))
      expect({ names, additional: node.additionalProperties, required: node.required?.toSorted() ?? [] }).toEqual({
        names,
        additional: false,
        required: always.toSorted(),
      })
    }
  })

  it('rejects what is not a report', () => {
    const { report } = healthy()
    expect(errors({ ...report, extra: 1 })).not.toEqual([])
    expect(errors({ ...report, version: 2 })).not.toEqual([])
    expect(errors({ ...report, startedAt: 'yesterday' })).not.toEqual([])
    expect(errors({ ...report, apps: [{ ...report.apps[0], failureReason: 'made-up' }] })).not.toEqual([])
  })

  it.each([healthy, warning, failing, dryRun, cancelled, fleet])('accepts a real report: %o', (scene) => {
    expect(errors(JSON.parse(JSON.stringify(scene().report)))).toEqual([])
  })

  it.each([1_000_000, 200_000, 60_000, 20_000, 2_000])('accepts a report shortened to %i', (budget) => {
    const { report } = fleet(100)
    const short = fitted(report, budget)
    expect(errors(JSON.parse(JSON.stringify(short)))).toEqual([])
    expect(JSON.stringify(short).length).toBeLessThanOrEqual(budget)
  })
})
