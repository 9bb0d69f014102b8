import { describe, expect, test } from 'vitest'
import { read } from './files.ts'
import { action } from './github.ts'
import { codeBlocks, tableUnder } from './markdown.ts'

const readmes = [
  { path: 'README.md', inputs: 'Inputs', outputs: 'Outputs', checks: 'What is checked', required: '(required)' },
  { path: 'README.ko.md', inputs: '입력', outputs: '출력', checks: '검사 항목', required: '(필수)' },
]

const code = (cell: string | undefined): string => /^`([^`]+)`$/.exec(cell ?? '')?.[1] ?? `not in backticks: ${cell}`

describe.each(readmes)('$path', ({ path, inputs, outputs, checks, required }) => {
  const text = read(path)

  test('says which input is required', () => {
    const told = tableUnder(text, inputs).flatMap(([name, value]) => (value === required ? [code(name)] : []))
    expect(told).toEqual(Object.keys(action.inputs).filter((name) => action.inputs[name]?.required))
  })

  test('lists the outputs of action.yml, in its order', () => {
    expect(tableUnder(text, outputs).map(([name]) => code(name))).toEqual(Object.keys(action.outputs))
  })

  test('explains every row', () => {
    const rows = [inputs, outputs, checks].flatMap((heading) => tableUnder(text, heading))
    expect(rows.filter((row) => (row.at(-1) ?? '').length < 4)).toEqual([])
  })

  test('shows the two commands and the step on the first screen', () => {
    const screen = text.split('\n').slice(0, 60).join('\n')
    expect(screen).toContain('npm run demo')
    expect(screen).toContain('npm test')
    expect(screen).toContain('uses: OWNER/heroku-redis-action@v1')
    expect(screen).toContain('docs/summary-light.png')
  })

  test('says once what OWNER stands for', () => {
    expect(text.match(/`OWNER`/g)).toHaveLength(1)
  })
})

test('both languages show the same code', () => {
  const [english, korean] = readmes.map(({ path }) =>
    codeBlocks(read(path)).map(({ text }) => text.replace(/ *#.*$/gm, '')),
  )
  expect(korean).toEqual(english)
})
