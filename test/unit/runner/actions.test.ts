import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createRunner } from '../../../src/runner/actions.ts'
import { sayEverything } from '../../support/fixtures/say-everything.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runner-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the runner', () => {
  async function said(env: NodeJS.ProcessEnv): Promise<string[]> {
    const chunks: string[] = []
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => chunks.push(String(chunk)) > 0)
    const { exitCode } = process
    for (const name of ['GITHUB_OUTPUT', 'RUNNER_DEBUG']) vi.stubEnv(name, '')
    try {
      sayEverything(createRunner(env))
      expect(process.exitCode).toBe(1)
    } finally {
      process.exitCode = exitCode
      vi.unstubAllEnvs()
      write.mockRestore()
    }
    return chunks
      .join('')
      .split('\n')
      .filter((line) => line !== '')
  }

  it('writes the same, with escaped values', async () => {
    const summary = join(folder, 'summary')
    expect(await said({ GITHUB_STEP_SUMMARY: summary })).toEqual([
      '::add-mask::s3cret-value',
      '::group::Phase',
      ' false s3cret-value',
      '::endgroup::',
      '::warning title=a%3A b%2C c,file=w.yml::50 %25',
      '::notice title=t::m',
      '::set-output name=name::line 1%0Aline 2',
      '::error::sorry',
    ])
    expect(await readFile(summary, 'utf8')).toBe('# one\n# two\n')
  })

  it('skips the summary where there is none', async () => {
    expect(await said({})).toContain('::error::sorry')
  })
})
