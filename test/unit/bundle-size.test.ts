import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Generous: what trips over this has taken in something big that should be looked at. */
const mostForStart = 600_000
const mostInAll = 1_500_000

const dist = join(import.meta.dirname, '..', '..', 'dist')
const scripts = readdirSync(dist).filter((name) => name.endsWith('.js'))

test('the bundle stays small, and smaller still what is loaded at the start', () => {
  const sizes = scripts.map((name) => statSync(join(dist, name)).size)
  expect(statSync(join(dist, 'index.js')).size).toBeLessThan(mostForStart)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(mostInAll)
})

test('the Redis client is not loaded at the start, and undici not at all', () => {
  const read = (name: string): string => readFileSync(join(dist, name), 'utf8')
  const isRedisClient = (name: string): boolean => read(name).includes('MaxRetriesPerRequestError')
  expect(isRedisClient('index.js')).toBe(false)
  expect(scripts.some(isRedisClient)).toBe(true)
  for (const name of scripts) expect(read(name)).not.toContain('undici/lib/')
})

test('it is ASCII, which Node loads faster', () => {
  for (const name of scripts) expect(readFileSync(join(dist, name), 'utf8')).not.toMatch(/\P{ASCII}/u)
})

test('it is not minified: people can read what runs with their token', () => {
  const lines = readFileSync(join(dist, 'index.js'), 'utf8').split('\n')
  expect(lines.length).toBeGreaterThan(5_000)
})
