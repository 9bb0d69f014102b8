import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
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
