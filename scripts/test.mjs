// All checks and tests, in one command: types, lint, format, bundle equals source, unit to end-to-end tests. Arguments
// are for vitest: `npm test -- --coverage`.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { bundle, differences } from './bundle.mjs'
import { env, ready, root } from './ready.mjs'

ready({ programs: 'tests' })
const scratch = mkdtempSync(join(tmpdir(), 'heroku-redis-action-'))
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }))

const tests = test()
// The tests go first; the checks use the time while the tests wait.
setPriority(10)
const checks = [
  check('format', 'oxfmt', ['--check']),
  check('lint', 'oxlint', ['--type-aware', '--quiet']),
  check('types', 'tsc', ['-p', '.', '--pretty']),
]
const wrong = [...checkBundle(), ...(await Promise.all(checks)).flat()]
const { failed, summary } = await tests
wrong.push(...failed)
if (wrong.length > 0) process.exitCode = 1
for (const line of wrong) console.error(line)
// The summary as the last line.
console.log(summary)

function start(command, args, stdio) {
  return spawn(command, args, { cwd: root, env, shell: process.platform === 'win32', stdio })
}

/** Prints the output in one piece. Resolves to what is wrong. */
async function check(name, command, args) {
  const child = start(command, args, ['ignore', 'pipe', 'pipe'])
  const [[code], ...outputs] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])
  print(name, outputs.join(''))
  return code === 0 ? [] : [`${name}: see above`]
}

function checkBundle() {
  const fresh = join(scratch, 'dist')
  bundle(fresh, { check: false })
  const stale = differences(fresh, join(root, 'dist'))
  print('bundle equals source', stale.join('\n'))
  return stale.length === 0 ? [] : ['dist/ is not up to date with src/: run npm run build and commit it.']
}

function print(name, output) {
  console.log(`\n▸ ${name}\n${output}`.trimEnd())
}

async function test() {
  const results = join(scratch, 'results.json')
  const args = ['run', ...process.argv.slice(2), '--reporter=default', '--reporter=json']
  const vitest = start('vitest', [...args, `--outputFile.json=${results}`], 'inherit')
  // This process ends early if there is no bundle.
  process.once('exit', () => vitest.kill())
  const [code] = await once(vitest, 'close')
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(results, 'utf8'))
  const files = readdirSync(join(root, 'test'), { recursive: true }).filter((path) => path.endsWith('.test.ts'))
  const failed = code === 0 ? [] : ['tests: see above']
  if (testResults.length < files.length) {
    failed.push(
      `Only ${testResults.length} of ${files.length} test files ran: look at the projects in vitest.config.ts.`,
    )
  }
  return { failed, summary: `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped` }
}
