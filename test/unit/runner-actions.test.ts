import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runAction } from '../support/runner.ts'

const source = fileURLToPath(new URL('../../src/runner-actions.ts', import.meta.url))

let folder = ''
let bundle = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'))
  bundle = join(folder, 'index.mjs')
  await writeFile(
    bundle,
    `const { createRunner } = await import(${JSON.stringify(source)})
     const runner = createRunner(process.env)
     runner.mask('s3cret-value')
     runner.mask('  ')
     runner.startGroup('Phase')
     runner.line(runner.input('my input') + ' ' + runner.debugging + ' s3cret-value')
     runner.endGroup()
     runner.annotate({ kind: 'warning', title: 'a: b, c', message: '50 %', file: 'w.yml' })
     runner.annotate({ kind: 'notice', title: 't', message: 'm' })
     runner.output('name', 'line 1\\nline 2')
     await runner.summary('# one\\n')
     await runner.summary('# two\\n')
     runner.fail('sorry')`,
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('speaks to the runner as the runner listens', async () => {
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

it('does without a summary where the runner offers none', async () => {
  const outcome = await runAction({ bundle, env: { GITHUB_STEP_SUMMARY: '' } })
  expect(outcome).toMatchObject({ exitCode: 1, summary: '', stderr: '' })
})
