import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runAction } from '../support/runner.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

test.each([
  ['no package.json above', undefined],
  ['a CommonJS project above', '{"type":"commonjs"}'],
  ['a broken package.json above', '{'],
])('the bundle starts from a foreign folder with %s', async (_, above) => {
  const folder = await mkdtemp(join(tmpdir(), 'foreign '))
  try {
    await cp(join(root, 'dist'), join(folder, 'action', 'dist'), { recursive: true })
    if (above !== undefined) await writeFile(join(folder, 'package.json'), above)
    const started = await runAction({
      bundle: join(folder, 'action', 'dist', 'index.js'),
      inputs: { app: 'Not An App' },
    })
    expect(started).toMatchObject({ exitCode: 1, stderr: '', outputs: { 'failure-reason': 'input-invalid' } })
    // As far as the Redis client, which is a file of its own.
    const tested = await runAction({
      bundle: join(folder, 'action', 'dist', 'index.js'),
      inputs: { app: 'my-app', 'api-key': 'HRKU-none', 'provision-timeout': '1s' },
      env: { HEROKU_HOST: 'http://127.0.0.1:9', HEROKU_DATA_HOST: '127.0.0.1' },
    })
    expect(tested).toMatchObject({ stderr: '', outputs: { 'failure-reason': 'heroku-unavailable' } })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
