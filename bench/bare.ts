import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { connect } from 'node:tls'

/**
 * The minimum in plain Node.js: only the round trips that the job needs. No retry, no
 * masking, no report, no diagnosis.
 *
 * `bare check|setup <app>`, with HEROKU_HOST and HEROKU_API_KEY.
 */

const [mode = 'check', app = ''] = process.argv.slice(2)
const { HEROKU_HOST: host = '', HEROKU_API_KEY: token = '' } = process.env
const samples = 20
const agent = new Agent({ keepAlive: true })

type Vars = Record<string, string>

const [, , before] = await Promise.all([
  heroku('GET', `/apps/${app}/addons`),
  heroku('GET', `/apps/${app}/addon-attachments`),
  heroku<Vars>('GET', `/apps/${app}/config-vars`),
])
const { REDIS_URL = '' } = mode === 'setup' ? await setUp() : before
await Promise.all([heroku('GET', '/addon-services/heroku-redis/plans'), testRedis(new URL(REDIS_URL))])
agent.destroy()

async function setUp(): Promise<Vars> {
  const { id, name } = await heroku<{ id: string; name: string }>('POST', `/apps/${app}/addons`, {
    plan: 'heroku-redis:premium-0',
  })
  const addon = `/apps/${app}/addons/${id}`
  while ((await heroku<{ state: string }>('GET', addon)).state !== 'provisioned') await pause(250)
  const wait = `/redis/v0/databases/${name}/wait`
  while ((await heroku<{ 'waiting?': boolean }>('GET', wait))['waiting?']) await pause(250)
  const config = await heroku<Vars>('GET', `/apps/${app}/config-vars`)
  const { hostname, port, password } = new URL(config['REDIS_URL'] ?? '')
  const fields = { HOST: hostname, PORT: port, PASSWORD: password, USERNAME: 'default', TLS: 'true' }
  const vars = ['REDIS_WRITER', 'REDIS_READER'].flatMap((prefix) =>
    Object.entries(fields).map(([field, value]) => [`${prefix}_${field}`, value] as const),
  )
  await heroku('PATCH', `/apps/${app}/config-vars`, Object.fromEntries(vars))
  await heroku('GET', `/apps/${app}/releases`)
  return config
}

function heroku<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers = { accept: 'application/vnd.heroku+json; version=3', authorization: `Bearer ${token}` }
  return new Promise((resolve, reject) => {
    const sent = request(`${host}${path}`, { method, agent, headers }, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += String(chunk)))
      response.on('end', () => {
        if ((response.statusCode ?? 0) < 300) resolve(JSON.parse(text) as T)
        else reject(new Error(`${method} ${path}: ${response.statusCode}`))
      })
    })
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/** Login, INFO, write and read in one pipeline; then as many sequential PINGs as the action measures. */
async function testRedis({ hostname, port, password }: URL): Promise<void> {
  const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false })
  let received = ''
  let check = (): void => undefined
  socket.on('data', (chunk) => {
    received += String(chunk)
    check()
  })
  const until = (pattern: RegExp): Promise<void> =>
    new Promise((resolve) => {
      check = () => {
        if (pattern.test(received)) resolve()
      }
      check()
    })
  const send = (...words: readonly string[]): void => {
    socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`)
  }
  const key = `bench:${randomUUID()}`
  const value = randomUUID()
  socket.cork()
  send('AUTH', 'default', decodeURIComponent(password))
  send('INFO')
  send('SET', key, value, 'EX', '60')
  send('GET', key)
  socket.uncork()
  await until(new RegExp(`${value}\r\n$`))
  send('DEL', key)
  for (let sample = 0; sample < samples; sample++) {
    received = ''
    send('PING')
    await until(/\+PONG\r\n$/)
  }
  socket.destroy()
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
