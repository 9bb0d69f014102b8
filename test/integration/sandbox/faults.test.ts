import { afterEach, beforeEach, expect, test } from 'vitest'
import { request } from '../../sandbox/api.ts'
import { allFaultKinds, startSandbox, type Fault, type FaultKind, type Sandbox } from '../../sandbox/sandbox.ts'

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await startSandbox()
  await sandbox.createApp('shop')
})

afterEach(() => sandbox.stop())

/** Long for a slow machine; only what never ends is given up sooner. */
const patienceMs = 60_000

/** What a client sees of a request that changes something: status and text, or the network error. */
async function seen(timeoutMs = patienceMs): Promise<string> {
  try {
    const response = await fetch(`${sandbox.url}/apps/shop/config-vars`, {
      method: 'PATCH',
      headers: { Accept: 'application/vnd.heroku+json; version=3', Authorization: `Bearer ${sandbox.token}` },
      body: JSON.stringify({ DONE: 'yes' }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const head = `${response.status} ${response.headers.get('Retry-After') ?? ''}`.trim()
    return `${head} ${(await response.text()).trim().slice(0, 60)}`
  } catch (error) {
    const { name, cause } = error as Error
    return name === 'TimeoutError' ? 'time-out' : String((cause as NodeJS.ErrnoException | undefined)?.code)
  }
}

const expected: Record<FaultKind, { readonly see: RegExp; readonly done: boolean }> = {
  refuse: { see: /^402 {"id":"delinquent","message":"Pay first."}$/, done: false },
  'status-500': { see: /^500 {"id"/, done: false },
  'status-503-html': { see: /^503 <!DOCTYPE html>/, done: false },
  'status-409': { see: /^409 {"id":"conflict"/, done: false },
  'rate-limit-seconds': { see: /^429 1 {"id":"rate_limit"/, done: false },
  'rate-limit-timestamp': { see: /^429 \d{10} {"id":"rate_limit"/, done: false },
  'rate-limit-bare': { see: /^429 {"id":"rate_limit"/, done: false },
  'reset-before': { see: /^ECONNRESET$/, done: false },
  'reset-after': { see: /^ECONNRESET$/, done: true },
  'silence-before': { see: /^time-out$/, done: false },
  'silence-after': { see: /^time-out$/, done: true },
  drip: { see: /^time-out$/, done: true },
  truncated: { see: /^200 {"DONE":$|^200 {"DONE"$/, done: true },
  'wrong-shape': { see: /^200 \[\{"id":7/, done: true },
  huge: { see: /^200 {}$/, done: true },
  redirect: { see: /^307$|^307 $/, done: false },
  'status-503-after': { see: /^503 {"id":"service_unavailable"/, done: true },
  'empty-after': { see: /^200$|^200 $/, done: true },
  'html-after': { see: /^200 <!DOCTYPE html>/, done: true },
}

test.each(allFaultKinds)(
  '%s strikes once, and the work was done or not as expected',
  async (kind) => {
    const refusal = { status: 402, id: 'delinquent', message: 'Pay first.' }
    await sandbox.fault({ kind, refusal, match: { method: 'PATCH', path: '/config-vars$' } })
    const { see, done } = expected[kind]
    expect(await seen(see.test('time-out') ? 500 : patienceMs)).toMatch(see)
    const config = () => sandbox.config('shop')
    // Where the client gives up, the work may still be under way.
    if (done) await expect.poll(config, { timeout: patienceMs }).toEqual({ DONE: 'yes' })
    else expect(await config()).toEqual({})
    expect(sandbox.requests.list()).toMatchObject([{ fault: kind }])
    expect(await seen()).toBe('200 {"DONE":"yes"}')
  },
  120_000,
)

test('a fault strikes the requests that match, `times` times, after the first `after` have passed', async () => {
  const fault: Fault = { kind: 'status-500', match: { method: 'GET', path: '^/apps/shop$' }, times: 2, after: 1 }
  await sandbox.fault(fault)
  expect((await request(sandbox, 'GET', '/apps')).status).toBe(200)
  const statuses: number[] = []
  for (let call = 0; call < 4; call++) statuses.push((await request(sandbox, 'GET', '/apps/shop')).status)
  expect(statuses).toEqual([200, 500, 500, 200])
})

test('a fault without end ends when it is cleared', async () => {
  await sandbox.fault({ kind: 'status-409', times: 'always' })
  for (let call = 0; call < 3; call++) expect((await request(sandbox, 'GET', '/apps/shop')).status).toBe(409)
  await sandbox.clearFaults()
  expect((await request(sandbox, 'GET', '/apps/shop')).status).toBe(200)
})

test('a redirect leads to another origin, which records whether the token was sent', async () => {
  await sandbox.fault({ kind: 'redirect' })
  await request(sandbox, 'GET', '/apps/shop')
  expect(sandbox.strays.list()).toMatchObject([{ path: '/apps/shop', authorized: false }])

  await sandbox.fault({ kind: 'redirect' })
  const headers = { Authorization: `Bearer ${sandbox.token}` }
  const { headers: answered } = await fetch(`${sandbox.url}/apps/shop`, { headers, redirect: 'manual' })
  await fetch(answered.get('Location') ?? '', { headers })
  expect(sandbox.strays.list().at(-1)).toMatchObject({ authorized: true })
})

test('latency is added to every answer', async () => {
  await sandbox.configure({ latencyMs: 100 })
  const began = performance.now()
  await request(sandbox, 'GET', '/apps/shop')
  expect(performance.now() - began).toBeGreaterThanOrEqual(99)
})
