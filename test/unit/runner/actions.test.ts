import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createRunner } from '../../../src/runner/actions.ts'
import { sayEverything } from '../../support/fixtures/say-everything.ts'
import { runAction } from '../../support/runner.ts'

const source = fileURLToPath(new URL('../../../src/runner/actions.ts', import.meta.url))
const script = fileURLToPath(new URL('../../support/fixtures/say-everything.ts', import.meta.url))

let folder = ''
let bundle = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'))
  bundle = join(folder, 'index.mjs')
  await writeFile(
    bundle,
    `const { createRunner } = await import(${JSON.stringify(source)})
     const { sayEverything } = await import(${JSON.stringify(script)})
     sayEverything(createRunner(process.env))`,
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('writes what the runner understands', async () => {
  const outcome = await runAction({ bundle, inputs: { 'my input': ' hi ' }, env: { RUNNER_DEBUG: '1' } })
  expect(outcome).toMatchObject({
    exitCode: 1,
    outputs: { name: 'line 1\nline 2' },
    masks: ['s3cret-value'],
    summary: '# one\n# two\n',
    annotations: [
      { kind: 'warning', title: 'a: b, c', message: '50 %', file: 'w.yml' },
      { kind: 'notice', title: 't', message: 'm', file: '' },
      { kind: 'error', title: '', message: 'sorry' },
    ],
  })
  expect(outcome.log.slice(0, 3)).toEqual(['##[group]Phase', 'hi true ***', '##[endgroup]'])
})

it('skips the summary where the runner offers none', async () => {
  const outcome = await runAction({ bundle, env: { GITHUB_STEP_SUMMARY: '' } })
  expect(outcome).toMatchObject({ exitCode: 1, summary: '', stderr: '' })
})

describe('in this process', () => {
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
