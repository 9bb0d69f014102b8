import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (...path: readonly string[]): string => readFileSync(join(root, ...path), 'utf8')

const files = readdirSync(join(root, 'dist'))
const scripts = files.filter((name) => name.endsWith('.js'))
const bundle = scripts.map((name) => read('dist', name)).join('\n')

interface Locked {
  readonly version?: string
  readonly integrity?: string
  readonly hasInstallScript?: boolean
  readonly dev?: boolean
  readonly devOptional?: boolean
  readonly optional?: boolean
}

const lock = JSON.parse(read('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> }
const locked = Object.entries(lock.packages).filter(([path]) => path !== '')

/** All that may be in the bundle. */
const shipped = locked.filter(([, { dev, devOptional, optional }]) => !dev && !devOptional && !optional)

describe('the lock file', () => {
  test('names one content for each package', () => {
    expect(locked.length).toBeGreaterThan(50)
    expect(locked.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-')).map(([path]) => path)).toEqual(
      [],
    )
  })

  test('pins what package.json asks for', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Readonly<
      Record<string, Readonly<Record<string, string>>>
    >
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/)
      expect(lock.packages[`node_modules/${name}`]?.version).toBe(version)
    }
  })

  test('needs no install script for anything that runs', () => {
    const names = shipped.map(([path]) => path)
    expect(names).toEqual(expect.arrayContaining(['node_modules/@actions/core', 'node_modules/ioredis']))
    expect(shipped.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([])
    // What the bundle tells of its origin is among them.
    const told = [...bundle.matchAll(/node_modules\/(?:@[\w.-]+\/)?[\w.-]+/g)].map(([path]) => path)
    expect(names).toEqual(expect.arrayContaining([...new Set(told)]))
  })
})

describe('the bundle', () => {
  test('holds code and nothing else', () => {
    expect(files.filter((name) => !name.endsWith('.js')).toSorted()).toEqual(['licenses.txt', 'package.json'])
    expect(JSON.parse(read('dist', 'package.json'))).toEqual({ type: 'module' })
  })

  test('makes no code at run time', () => {
    // `debug` looks for colours, and lives without them. In a module `require` is not there: the call throws, and is caught.
    const known = 'eval("require")("supports-color")'
    expect(bundle.split(known)).toHaveLength(2)
    expect(bundle.replace(known, '')).not.toMatch(/\beval\s*\(|\bnew Function\b|\bFunction\s*\(["'`]|\bvm\.run/)
  })

  test('requires nothing but Node', () => {
    const required = [...bundle.matchAll(/\brequire\)?\(\s*["']([^"']+)["']\s*\)/g)].map(([, name = '']) => name)
    const imported = [...bundle.matchAll(/^\s*(?:import|export)\s[^;]*?\bfrom\s+["']([^"']+)["']/gm)].map(
      ([, name = '']) => name,
    )
    const created = [...bundle.matchAll(/createRequire\)?\(import\.meta\.url\)\(["']([^"']+)["']\)/g)].map(
      ([, name = '']) => name,
    )
    expect(created.length).toBeGreaterThan(10)
    const foreign = [...required, ...imported, ...created].filter((name) => !isBuiltin(name))
    expect(foreign).toEqual([])
  })

  test('tells nothing of the machine that built it', () => {
    expect(bundle).not.toContain('sourceMappingURL=data:')
    const paths = bundle.match(/(?:["'`\s(]|file:\/\/)\/(?:home|Users|root|work|private|github)\/[\w.-]+/g)
    expect(paths).toBeNull()
    expect(bundle).not.toMatch(/\b[A-Z]:\\\\?(?:Users|a)\\/)
    expect(bundle).not.toContain(root.replace(/\/$/, ''))
  })

  test('brings the licence of every package inside', () => {
    const licenses = read('dist', 'licenses.txt')
    const paths = [...shipped.map(([path]) => path), 'node_modules/@vercel/ncc']
    for (const path of paths) {
      const heading = `${path.replace(/^.*node_modules\//, '')} ${lock.packages[path]?.version ?? 'no version'}`
      expect(licenses.split('\n')).toContain(heading)
    }
    // Each with its text: the notice is what the licences ask for.
    expect(licenses.match(/\bcopyright\b/gi)?.length).toBeGreaterThanOrEqual(paths.length)
  })
})
