import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { exampleFiles, exists, markdownFiles, read, workflowFiles } from './files.ts'
import { anchors, links } from './markdown.ts'

describe.each(markdownFiles)('%s', (path) => {
  const text = read(path)

  test('links only to what is there', () => {
    const broken = links(text).filter((link) => {
      // GitHub's own pages, and those of the repository on GitHub: not in the tree.
      if (/^(?:https:|mailto:)/.test(link) || link.startsWith('../../')) return false
      const [file = '', anchor] = link.split('#')
      const target = file === '' ? path : posix.join(posix.dirname(path), decodeURIComponent(file))
      if (!exists(target)) return true
      return anchor !== undefined && !anchors(read(target)).has(decodeURIComponent(anchor))
    })
    expect(broken).toEqual([])
  })

  test('reaches everything over TLS', () => {
    expect(links(text).filter((link) => link.startsWith('http:'))).toEqual([])
  })
})

test('docs/architecture.md names only files that are there', () => {
  const named = [...read('docs/architecture.md').matchAll(/(?:^|[\s`(])((?:src|test|schema|docs|dist)\/[\w./-]*\w)/gm)]
  const paths = new Set(named.map(([, path = '']) => path))
  expect(paths.size).toBeGreaterThan(20)
  expect([...paths].filter((path) => !exists(path))).toEqual([])
})

describe('what is not there any more', () => {
  const gone = /\bredis:(?:metrics|alerts:add|alerts|logs|maintenance)\b/
  // The one page that translates from older guides; elsewhere a line may name them only to say that they are gone.
  const elsewhere = [...markdownFiles, ...exampleFiles, ...workflowFiles].filter((path) => path !== 'docs/migration.md')

  test.each(elsewhere)('%s tells nobody to run a command that does not exist', (path) => {
    const told = read(path)
      .split('\n')
      .filter((line) => gone.test(line) && !/\b(?:not exist|no longer|removed|gone)\b|없|존재하지/.test(line))
    expect(told).toEqual([])
  })

  test.each([...markdownFiles, ...exampleFiles, ...workflowFiles, 'action.yml'])(
    '%s leaves nothing to fill in',
    (path) => {
      expect(read(path)).not.toMatch(/\b(?:TODO|FIXME|XXX|TBD)\b|<(?:owner|sha|your-[a-z-]+)>|@0{40}|lorem ipsum/i)
    },
  )
})
