// Makes a fresh clone ready: locked dependencies, Node 24, redis-server and, for the tests, Chromium. Needs nothing but
// Node 20 and npm.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'node_modules', '.bin')
const windows = process.platform === 'win32'

/** The environment in which `node` is the action's runtime and every locked tool is found by its name. */
export const env = { ...process.env, PATH: bin + delimiter + (process.env['PATH'] ?? '') }

/** Runs a program to its end, its output on ours; ends this process when it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit', shell: windows, ...options })
  if (error) stop(`${command} could not be started: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

function stop(message) {
  console.error(message)
  process.exit(1)
}

function works(command, args) {
  return spawnSync(command, args, { env, stdio: 'ignore', shell: windows }).status === 0
}

function installDependencies() {
  const lock = join(root, 'package-lock.json')
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  console.log('Installing the locked dependencies …')
  run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

function needNode24() {
  const { stdout } = spawnSync('node', ['--version'], { env, encoding: 'utf8', shell: windows })
  if (!/^v(2[4-9]|[3-9]\d)\./.test(stdout ?? '')) {
    stop(
      `Node 24 is needed, and there is no build of it for ${process.platform}-${process.arch} among the dependencies: install it (https://nodejs.org) and run this again.`,
    )
  }
}

function needRedis() {
  need(() => works('redis-server', ['--version']), {
    name: 'redis-server',
    apt: 'redis-server',
    brew: ['redis'],
    why: 'the tests and the demo run on real Redis servers',
  })
}

/** Where a Chromium may be: Debian, Ubuntu, GitHub's runners, macOS. `test/support/browser.ts` looks in the same places. */
const browsers = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

function needChromium() {
  need(() => browsers.some((browser) => works(browser, ['--version'])), {
    name: 'Chromium',
    apt: 'chromium',
    brew: ['--cask', 'chromium'],
    why: 'the HTML page is tested in a real browser',
  })
}

/** Installs with the system's package manager what is missing; ends this process when that is not possible. */
function need(isThere, { name, apt, brew, why }) {
  if (isThere()) return
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const recipes = [
    {
      tool: 'apt-get',
      steps: [
        [...sudo, 'apt-get', 'update', '-qq'],
        [...sudo, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', apt],
      ],
    },
    { tool: 'brew', steps: [['brew', 'install', ...brew]] },
  ]
  const recipe = recipes.find(({ tool }) => works(tool, ['--version']))
  if (recipe) {
    console.log(`Installing ${name} (${recipe.tool}) …`)
    const quiet = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'inherit'] }
    for (const [command, ...args] of recipe.steps) spawnSync(command, args, quiet)
  }
  if (!isThere()) {
    stop(
      `${name} is needed: ${why}. Install it (Debian and Ubuntu: sudo apt-get install ${apt}; macOS: brew install ${brew.join(' ')}) and run this again.`,
    )
  }
}

export function ready({ redis = true, chromium = false } = {}) {
  installDependencies()
  needNode24()
  if (redis) needRedis()
  if (chromium) needChromium()
}
