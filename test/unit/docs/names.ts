import { parse } from 'yaml'
import { checkIds } from '../../../src/checks/check.ts'
import { failureReasons } from '../../../src/failure/failure.ts'
import { inputDefaults } from '../../../src/inputs/inputs.ts'
import { reportFormats } from '../../../src/report/formats.ts'
import type { RepositoryPath } from './files.ts'
import { tableUnder } from './markdown.ts'

/** The names that users write and read. An input stands with its default, as its table has it. */
export interface Names {
  readonly inputs: readonly string[]
  readonly checks: readonly string[]
  readonly reasons: readonly string[]
  readonly formats: readonly string[]
}

export const namesOfCode: Names = {
  inputs: Object.entries(inputDefaults).map(([name, usual]) => `${name} = ${usual}`),
  checks: checkIds,
  reasons: failureReasons,
  formats: Object.values(reportFormats).map(({ extension }) => extension),
}

/** One place that lists them. */
export interface Listing {
  readonly file: RepositoryPath
  readonly kind: keyof Names
  readonly names: readonly string[]
}

/** Every place that lists them, in the order of the code. */
export function listings(read: (path: RepositoryPath) => string): readonly Listing[] {
  const page = read('docs/troubleshooting.md')
  const schema = JSON.parse(read('schema/report.schema.json')) as {
    readonly $defs: {
      readonly reason: { readonly enum: readonly string[] }
      readonly check: { readonly properties: { readonly id: { readonly enum: readonly string[] } } }
    }
  }
  const { inputs } = parse(read('action.yml')) as {
    readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>
  }
  const judged = read('src/checks/judge.ts').matchAll(/^ {2}\{ id: '([\w-]+)'/gm)
  return [
    {
      file: 'action.yml',
      kind: 'inputs',
      names: Object.entries(inputs).map(([name, input]) => `${name} = ${input.default ?? ''}`),
    },
    { file: 'action.yml', kind: 'formats', names: extensionsIn(inputs['report-file']?.description) },
    ...listingsOfReadme('README.md', read('README.md'), 'Inputs', 'What is checked'),
    ...listingsOfReadme('README.ko.md', read('README.ko.md'), '입력', '검사 항목'),
    { file: 'src/checks/judge.ts', kind: 'checks', names: [...judged].map(([, id = '']) => id) },
    { file: 'schema/report.schema.json', kind: 'checks', names: schema.$defs.check.properties.id.enum },
    { file: 'schema/report.schema.json', kind: 'reasons', names: schema.$defs.reason.enum },
    { file: 'docs/troubleshooting.md', kind: 'checks', names: headings(page, '### Check: ') },
    {
      file: 'docs/troubleshooting.md',
      kind: 'reasons',
      names: headings(page, '## ').filter((name) => name !== 'Checks'),
    },
  ]
}

function listingsOfReadme(file: RepositoryPath, text: string, inputs: string, checks: string): readonly Listing[] {
  const rows = tableUnder(text, inputs).map(([name = '', usual = '', meaning = '']) => ({
    name: inCode(name),
    usual: /^\(.+\)$/.test(usual) ? '' : usual === '' ? '' : inCode(usual),
    meaning,
  }))
  return [
    { file, kind: 'inputs', names: rows.map(({ name, usual }) => `${name} = ${usual}`) },
    { file, kind: 'checks', names: tableUnder(text, checks).map(([id = '']) => inCode(id)) },
    { file, kind: 'formats', names: extensionsIn(rows.find(({ name }) => name === 'report-file')?.meaning) },
  ]
}

const inCode = (cell: string): string => /^`([^`]+)`$/.exec(cell)?.[1] ?? `not in backticks: ${cell}`

const extensionsIn = (text = ''): readonly string[] => [...text.matchAll(/`(\.\w+)`/g)].map(([, name = '']) => name)

const headings = (page: string, start: string): readonly string[] =>
  page.split('\n').flatMap((line) => (line.startsWith(start) ? [line.slice(start.length).trim()] : []))
