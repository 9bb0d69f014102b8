import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { timed } from './processes.ts'

/** The shell script of common guides: one process of the official Heroku CLI per step, then redis-cli. */
export interface ShellWay {
  readonly version: string
  setUp(app: string): Promise<void>
  check(app: string): Promise<void>
  remove(): Promise<void>
}

/** Installs the Heroku CLI into a temporary folder, until `remove()`. */
export async function installShellWay(heroku: Readonly<Record<string, string>>): Promise<ShellWay> {
  const folder = await mkdtemp(join(tmpdir(), 'heroku-cli-'))
  const install = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', 'heroku']
  // With this machine's settings for registry and proxy.
  await timed('npm', install, process.env)
  const executable = join(folder, 'node_modules', '.bin', 'heroku')
  const env = {
    ...heroku,
    HOME: folder,
    CI: 'true',
    // Telemetry and update checks must not count.
    DISABLE_TELEMETRY: 'true',
    HEROKU_SKIP_NEW_VERSION_CHECK: 'true',
  }
  const cli = async (...args: string[]): Promise<string> => (await timed(executable, args, env)).stdout.trim()

  const testRedis = async (address: string): Promise<void> => {
    const { hostname, port, password } = new URL(address)
    const redis = (...args: string[]) =>
      timed('redis-cli', ['-h', hostname, '-p', port, '--tls', '--insecure', ...args], { REDISCLI_AUTH: password })
    for (const command of [['PING'], ['SET', 'bench', '1', 'EX', '60'], ['GET', 'bench'], ['INFO']]) {
      await redis(...command)
    }
  }

  return {
    version: /^heroku\/(\S+)/.exec(await cli('--version'))?.[1] ?? '?',
    setUp: async (app) => {
      await cli('addons:create', 'heroku-redis:premium-0', '--app', app, '--wait')
      const address = await cli('config:get', 'REDIS_URL', '--app', app)
      const { hostname, port, password } = new URL(address)
      for (const prefix of ['REDIS_WRITER', 'REDIS_READER']) {
        for (const [field, value] of Object.entries({ HOST: hostname, PORT: port, PASSWORD: password, TLS: 'true' })) {
          await cli('config:set', `${prefix}_${field}=${value}`, '--app', app)
        }
      }
      await cli('config', '--app', app)
      await testRedis(address)
    },
    check: async (app) => {
      await cli('addons', '--app', app)
      await cli('config', '--app', app)
      await testRedis(await cli('config:get', 'REDIS_URL', '--app', app))
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
