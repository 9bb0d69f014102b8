import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const src = fileURLToPath(new URL('../../../src', import.meta.url))

/** The rooms of `src/`, from the entry down. A file may import from its own room and from rooms further down. */
const floors: readonly (readonly string[])[] = [
  ['index.ts'],
  ['main.ts'],
  ['run.ts'],
  ['start-app.ts'],
  ['app.ts'],
  ['inputs'],
  ['report'],
  ['history'],
  ['checks'],
  ['steps'],
  ['state'],
  ['heroku', 'redis'],
  ['runner'],
  ['failure'],
  ['utils'],
]

interface Import {
  readonly from: string
  readonly to: string
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

/** Static, type-only and dynamic imports of our own files, as paths below `src/`. */
const imports: readonly Import[] = files.flatMap((file) => {
  const text = readFileSync(join(src, file), 'utf8')
  return [...text.matchAll(/(?:from |import\(|import )'(\.[^']+)'/g)].map(([, path = '']) => ({
    from: file,
    to: relative(src, join(src, dirname(file), path)),
  }))
})

function room(file: string): string {
  return file.split('/')[0] ?? file
}

function floor(file: string): number {
  return floors.findIndex((rooms) => rooms.includes(room(file)))
}

describe('the layers of src/', () => {
  test('every room has its floor', () => {
    expect(files.filter((file) => floor(file) < 0)).toEqual([])
  })

  test('no import goes up, or across to a neighbour', () => {
    const wrong = imports.filter(({ from, to }) => room(from) !== room(to) && floor(to) <= floor(from))
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
  })

  test('no imports run in a circle', () => {
    const targets = new Map<string, string[]>()
    for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to])
    const done = new Set<string>()
    const circles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      if (done.has(file) || path.includes(file)) return
      for (const next of targets.get(file) ?? []) visit(next, [...path, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
    expect(circles).toEqual([])
  })

  test('few files lie loose in src/, and none is long', () => {
    expect(files.filter((file) => !file.includes('/')).length).toBeLessThanOrEqual(5)
    const long = files.filter((file) => readFileSync(join(src, file), 'utf8').split('\n').length > 300)
    expect(long).toEqual([])
  })
})
