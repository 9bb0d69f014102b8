// Prepares a fresh clone: locked dependencies, Node 24, redis-server and other programs for the tests. Requires only
// Node 20 and npm.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'node_modules', '.bin')
const windows = process.platform === 'win32'

/** The environment in which `node` is the action's runtime and all locked tools are in the PATH. */
export const env = { ...process.env, PATH: bin + delimiter + (process.env['PATH'] ?? '') }

/** Runs a program with the output of this process; ends this process if it fails. */
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
      `Node 24 is required, but the dependencies contain no build for ${process.platform}-${process.arch}. Install it (https://nodejs.org) and run this again.`,
    )
  }
}

/**
 * Where a Chromium may be: Debian, Ubuntu, GitHub's runners, macOS. `test/support/browser.ts` searches the same places.
 */
const browsers = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Programs that the system's package manager installs, with their packages. */
const programs = {
  'redis-server': { version: '--version', 'apt-get': 'redis-server', brew: 'redis' },
  // A proxy that supports few commands and closes the connection on others.
  nutcracker: { version: '--version', 'apt-get': 'nutcracker', brew: 'nutcracker' },
  haproxy: { version: '-v', 'apt-get': 'haproxy', brew: 'haproxy' },
  // Other ways to open a TCP connection from a dyno without bash.
  socat: { version: '-V', 'apt-get': 'socat', brew: 'socat' },
  nc: { version: '-h', 'apt-get': 'netcat-openbsd', brew: 'netcat' },
  // The HTML page is tested in a real browser.
  chromium: { version: '--version', names: browsers, 'apt-get': 'chromium', brew: '--cask chromium' },
  // Compresses the pictures of the docs.
  pngquant: { version: '--version', 'apt-get': 'pngquant', brew: 'pngquant' },
}

/**
 * Clients for the samples of docs/clients.md, from Debian's and Ubuntu's packages. Without one, the test of its sample
 * is skipped.
 */
const clients = [['python3-redis'], ['ruby-redis'], ['php-cli', 'php-redis'], ['php-cli', 'php-nrk-predis']]

/** The demo needs real Redis servers; the tests also need other programs that may answer on a Redis port. */
const required = {
  demo: ['redis-server'],
  pictures: ['redis-server', 'chromium', 'pngquant'],
  tests: Object.keys(programs).filter((name) => name !== 'pngquant'),
}

function isInstalled(names, version) {
  return names.some((name) => works(name, [version]))
}

/** Exit codes are ignored: the caller checks which programs exist afterwards. */
function install(tool, packages) {
  console.log(`Installing ${packages.join(', ')} (${tool}) …`)
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const commands = {
    'apt-get': [
      [...sudo, 'apt-get', 'update', '-qq'],
      [...sudo, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages],
    ],
    brew: [['brew', 'install', ...packages]],
  }
  const quiet = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'inherit'] }
  for (const [command, ...args] of commands[tool]) spawnSync(command, args, quiet)
}

function tryClients() {
  const query = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...clients.flat()], {
    encoding: 'utf8',
  })
  if (query.error) return
  const installed = new Set(query.stdout.split('\n'))
  // One by one, so that a package that cannot be installed does not block the others.
  for (const packages of clients) {
    if (!packages.every((name) => installed.has(`${name} installed`))) install('apt-get', packages)
  }
}

function needPrograms(names) {
  const missing = () => names.filter((name) => !isInstalled(programs[name].names ?? [name], programs[name].version))
  if (missing().length === 0) return
  const tool = ['apt-get', 'brew'].find((name) => works(name, ['--version']))
  if (tool)
    install(
      tool,
      missing().flatMap((name) => programs[name][tool].split(' ')),
    )
  const left = missing()
  if (left.length === 0) return
  const packages = (tool) => left.map((name) => programs[name][tool]).join(' ')
  stop(
    `Missing: ${left.join(', ')}. Install them (Debian and Ubuntu: sudo apt-get install ${packages('apt-get')}; macOS: brew install ${packages('brew')}) and run this again.`,
  )
}

export function ready({ programs = 'demo' } = {}) {
  installDependencies()
  needNode24()
  if (programs) needPrograms(required[programs])
  if (programs === 'tests') tryClients()
}
