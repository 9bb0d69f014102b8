import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'

export const root = resolve(import.meta.dirname, '../../..')

/** Path inside the repository, with forward slashes on every system. */
export type RepositoryPath = string

export const read = (path: RepositoryPath): string => readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n')

export const exists = (path: RepositoryPath): boolean => existsSync(join(root, path))

/** Files below a folder, sorted; a folder that is not there holds none. */
export function filesIn(folder: RepositoryPath, extension: RegExp): readonly RepositoryPath[] {
  if (!exists(folder)) return []
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extension.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

export const workflowFiles = filesIn('.github/workflows', /\.ya?ml$/)

export const exampleFiles = filesIn('examples', /\.ya?ml$/)

/** All Markdown that people read, issue and pull request templates included. */
export const markdownFiles: readonly RepositoryPath[] = [
  ...readdirSync(root)
    .filter((name) => name.endsWith('.md'))
    .sort(),
  ...filesIn('docs', /\.md$/),
  ...filesIn('examples', /\.md$/),
  ...filesIn('.github', /\.md$/),
]
