// All checks and tests, in one command: types, lint, format, bundle equals source, unit to end-to-end tests.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { bundle, differences } from './bundle.mjs'
import { env, ready, root, run } from './ready.mjs'

ready({ programs: 'tests' })
step('types')
run('tsc', ['-p', '.'])
step('lint')
run('oxlint', ['--type-aware', '--quiet'])
step('format')
run('prettier', ['--check', '--log-level', 'warn', '.'])

const scratch = mkdtempSync(join(tmpdir(), 'heroku-redis-action-'))
try {
  step('bundle equals source')
  const fresh = join(scratch, 'dist')
  bundle(fresh)
  const stale = differences(fresh, join(root, 'dist'))
  if (stale.length > 0) {
    console.error(`dist/ is not up to date with src/ (${stale.join(', ')}): run npm run build and commit it.`)
    process.exit(1)
  }

  step('tests')
  const results = join(scratch, 'results.json')
  const args = ['run', '--coverage', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  const { status } = spawnSync('vitest', args, {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(results, 'utf8'))
  process.exitCode = status ?? 1
  const files = readdirSync(join(root, 'test'), { recursive: true }).filter((path) => path.endsWith('.test.ts'))
  if (testResults.length < files.length) {
    console.error(
      `Only ${testResults.length} of ${files.length} test files ran: look at the projects in vitest.config.ts.`,
    )
    process.exitCode = 1
  }
  // The summary as the last line.
  console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function step(name) {
  console.log(`\n▸ ${name}`)
}
