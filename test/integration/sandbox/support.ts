import { once } from 'node:events'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { request, type ApiAnswer } from '../../sandbox/api.ts'
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.ts'

export interface Setting {
  readonly sandbox: Sandbox
  /** A new app for each test, with one add-on. */
  readonly app: string
  readonly addon: string
  urlOf(name?: string): Promise<string>
  /** A client as an app creates it from its config var. Rejects with the first actual error. */
  login(url: string): Promise<Redis>
  call(method: string, path: string, body?: unknown): Promise<ApiAnswer>
  /** Ids of the app and the add-on in the Platform API. */
  ids(): Promise<{ readonly app: string; readonly addon: string }>
}

/** One sandbox for a file. The servers of each test are stopped after it. */
export function sandboxWithAddon(plan = 'heroku-redis:premium-0', options: SandboxOptions = {}): Setting {
  let sandbox: Sandbox
  let app = ''
  let addon = ''
  let count = 0
  const open = new Set<Redis>()

  beforeAll(async () => {
    sandbox = await startSandbox(options)
  })
  afterAll(() => sandbox.stop())
  let usual: Sandbox['behaviour']
  beforeEach(async () => {
    usual = { ...sandbox.behaviour }
    app = `app-${++count}`
    await sandbox.createApp(app, { addons: [plan] })
    addon = (await sandbox.addons(app))[0] ?? ''
  })
  afterEach(async () => {
    Object.assign(sandbox.behaviour, usual)
    for (const client of open) client.disconnect()
    open.clear()
    for (const name of await sandbox.addons(app)) await sandbox.removeAddon(name)
  })

  return {
    get sandbox() {
      return sandbox
    },
    get app() {
      return app
    },
    get addon() {
      return addon
    },
    urlOf: async (name = 'REDIS_URL') => (await sandbox.config(app))[name] ?? '',
    login: async (url) => {
      const { protocol, hostname: host, port, password } = new URL(url)
      const client = new Redis({
        host,
        port: Number(port),
        password,
        ...(protocol === 'rediss:' ? { tls: { rejectUnauthorized: false } } : {}),
        lazyConnect: true,
        enableReadyCheck: false,
        retryStrategy: () => null,
      })
      open.add(client)
      const failed = once(client, 'error').then(([error]: Error[]) => Promise.reject(error ?? new Error('no reason')))
      await Promise.race([client.connect().catch(() => failed), failed])
      return client
    },
    call: (method, path, body) => request(sandbox, method, path, { body }),
    ids: async () => {
      const [shop, redis] = await Promise.all([
        request(sandbox, 'GET', `/apps/${app}`),
        request(sandbox, 'GET', `/addons/${addon}`),
      ])
      return { app: (shop.body as { id: string }).id, addon: (redis.body as { id: string }).id }
    },
  }
}

export async function infoOf(client: Redis, name: string): Promise<string | undefined> {
  return new RegExp(`^${name}:(.*)\r$`, 'm').exec(await client.info())?.[1]
}
