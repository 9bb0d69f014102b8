import { expect, test } from 'vitest'
import type { Call } from '../../../src/heroku/call.ts'
import { HerokuHttp } from '../../../src/heroku/http.ts'
import { Secret } from '../../../src/utils/secret.ts'
import type { Clock } from '../../../src/utils/time.ts'
import { always, atEnd, heroku, logTo, token } from '../../unit/heroku/support.ts'

/** Stands still until every request waits; then all pauses end at once. */
function manualClock() {
  let time = 0
  let waiting: (() => void)[] = []
  const clock: Clock = {
    now: () => time,
    sleep: (ms) =>
      new Promise((resolve) => {
        waiting.push(() => {
          time = Math.max(time, due)
          resolve()
        })
        const due = time + ms
      }),
  }
  const endPauses = async (number: number): Promise<void> => {
    await expect.poll(() => waiting).toHaveLength(number)
    const ended = waiting
    waiting = []
    for (const end of ended) end()
  }
  return { clock, endPauses }
}

async function outage(calls: readonly (readonly [Call<unknown>['method'], string])[], logs = 1) {
  const { url } = await heroku(always(503, { id: 'unavailable' }))
  const { clock, endPauses } = manualClock()
  const signal = new AbortController().signal
  const lines: string[] = []
  const details: string[] = []
  const all = Array.from({ length: logs }, () => logTo(lines, details))
  const [log] = all
  if (!log) throw new Error('no log')
  const http = new HerokuHttp({ token: new Secret(token), signal, userAgent: 'test', log, clock })
  atEnd(() => http.close())
  const ended = calls.map(([method, path], index) =>
    http
      .sendWithRetry(
        { method, url: `${url}${path}`, fallback: 'heroku-unavailable', decode: (json: unknown) => json },
        all[index % logs] ?? log,
        1e9,
      )
      .catch(() => undefined),
  )
  for (let pause = 0; pause < 4; pause += 1) await endPauses(calls.length)
  await Promise.all(ended)
  const retries = (of: readonly string[]): readonly string[] => of.filter((line) => line.includes('Retrying'))
  return { lines: retries(lines), details: retries(details) }
}

const reads = ['/addons', '/config-vars', '/releases'].map((path) => ['GET', path] as const)

test('one outage of three requests side by side: one line for each pause, the others are details', async () => {
  const { lines, details } = await outage(reads)
  expect(lines).toHaveLength(4)
  expect(details).toHaveLength(8)
  expect(lines[0]).toMatch(/^Heroku answered GET \/\S+ with 503 unavailable\. Retrying in /)
})

test('a change is always named', async () => {
  const { lines } = await outage([...reads, ['PATCH', '/config-vars']])
  expect(lines).toHaveLength(8)
  expect(lines.filter((line) => line.includes('PATCH /config-vars'))).toHaveLength(4)
})

test('each app of a fleet has lines of its own', async () => {
  const { lines } = await outage(reads, 3)
  expect(lines).toHaveLength(12)
})
