// All checks and tests, in one command: types, lint, format, bundle equals source, unit to end-to-end tests. Arguments
// are for vitest: `npm test -- --coverage`.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn, spawnSync } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { bundle, differences } from './bundle.mjs'
import { env, ready, root } from './ready.mjs'

const options = { cwd: root, env, shell: process.platform === 'win32' }

ready({ programs: 'tests' })
const scratch = mkdtempSync(join(tmpdir(), 'heroku-redis-action-'))
try {
  const isGood = await inspect()
  if (isGood) test()
  else process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

/** Everything but the tests, at the same time: most of these programs use one processor. */
async function inspect() {
  const programs = [
    inspection('format', 'prettier', ['--check', '--log-level', 'warn', '.']),
    inspection('lint', 'oxlint', ['--type-aware', '--quiet']),
    inspection('types', 'tsc', ['-p', '.']),
  ]
  const fresh = join(scratch, 'dist')
  bundle(fresh)
  const stale = differences(fresh, join(root, 'dist'))
  const good = await Promise.all(programs)
  console.log('\n▸ bundle equals source')
  if (stale.length > 0) {
    console.error(`dist/ is not up to date with src/ (${stale.join(', ')}): run npm run build and commit it.`)
  }
  return stale.length === 0 && good.every(Boolean)
}

/** Prints the output in one piece. Resolves to whether nothing was found. */
async function inspection(name, command, args) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) => resolve(code))
  })
  const [code, ...outputs] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  console.log(`\n▸ ${name}`)
  for (const output of outputs.filter((each) => each !== '')) console.log(output.trimEnd())
  if (typeof code === 'string') console.error(`${command} could not be started: ${code}`)
  return code === 0
}

function test() {
  console.log('\n▸ tests')
  const results = join(scratch, 'results.json')
  const args = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  const { status } = spawnSync('vitest', ['run', ...args, ...process.argv.slice(2)], { ...options, stdio: 'inherit' })
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
}
