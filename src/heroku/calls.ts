import type { IncomingHttpHeaders } from 'node:http'
import type { FailureReason } from '../failure/failure.ts'
import type { Log } from '../utils/log.ts'
import { asList } from './decode.ts'
import type { Known } from './data.ts'
import type { Advice } from './errors.ts'
import type { HerokuHosts } from './hosts.ts'
import type { Attempt, BonusLimits, Call } from './call.ts'
import type { HerokuHttp } from './http.ts'

/** The ways to call Heroku for the work on one app: bound to its hosts, its log and its deadline. */
export interface Caller {
  readonly hosts: HerokuHosts
  /** Retries what fails in passing. @throws HerokuFailure */
  send<T>(call: Call<T>): Promise<T>
  /** For a change that is not to be repeated blindly: see `HerokuHttp.sendOrLook`. @throws HerokuFailure */
  sendOrLook<T>(call: Call<T>, look: () => Promise<T | undefined>): Promise<T>
  /** One try. @throws Failure `cancelled` only */
  once<T>(call: Call<T>): Promise<Attempt<T>>
  /** Bounded and never throws: for what a run can do without. */
  bonus<T>(call: Call<T>, limits?: BonusLimits): Promise<Known<T>>
  pause(attempt: Attempt<unknown>, tries: number, mostMs: number): Promise<void>
}

/** `deadline` is on the run's clock: no request is tried again beyond it. */
export function caller(http: HerokuHttp, hosts: HerokuHosts, log: Log, deadline: number): Caller {
  return {
    hosts,
    send: (call) => http.sendWithRetry(call, log, deadline),
    sendOrLook: (call, look) => http.sendOrLook(call, look, log, deadline),
    once: (call) => http.attempt(call, log, deadline),
    bonus: (call, limits) => http.bonus(call, log, limits),
    pause: (attempt, tries, mostMs) => http.pause(attempt, tries, mostMs, log),
  }
}

type Decode<T> = Call<T>['decode']

/** A read of the Platform API. */
export function get<T>(
  { hosts }: Pick<Caller, 'hosts'>,
  path: string,
  decode: Decode<T>,
  extra: Partial<Call<T>> = {},
): Call<T> {
  return { method: 'GET', url: hosts.apiUrl + path, fallback: 'heroku-unavailable', decode, ...extra }
}

/** A change through the Platform API. */
export function change<T>(
  { hosts }: Pick<Caller, 'hosts'>,
  [method, path]: readonly ['POST' | 'PATCH' | 'DELETE', string],
  body: unknown,
  fallback: FailureReason,
  decode: Decode<T>,
): Call<T> {
  return { method, url: hosts.apiUrl + path, body, fallback, decode }
}

/** Lists of one app are followed for this many pages: it has a handful of add-ons. */
const pagesOfApp = 20

export interface Listing {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** The first `Range`; absent: Heroku's own order and page size. */
  readonly range?: string
  readonly fallback?: FailureReason
  readonly advice?: Advice
  readonly mostPages?: number
}

export interface Listed<T> {
  readonly items: readonly T[]
  /** False: there are more pages than we read. */
  readonly complete: boolean
}

/** All pages of a list (`Next-Range`). @throws HerokuFailure */
export async function readList<T>(
  from: Caller,
  { path, headers = {}, range: first, fallback = 'heroku-unavailable', advice, mostPages = pagesOfApp }: Listing,
  item: (value: unknown, path: string) => T,
): Promise<Listed<T>> {
  const items: T[] = []
  const decode = (json: unknown, answered: IncomingHttpHeaders) => ({
    part: asList(json, 'the list', item),
    next: answered['next-range'],
  })
  let range = first
  for (let page = 0; page < mostPages; page += 1) {
    const sent = { ...headers, ...(range === undefined ? {} : { range }) }
    const { part, next } = await from.send(
      get(from, path, decode, { headers: sent, fallback, ...(advice ? { advice } : {}) }),
    )
    for (const each of part) items.push(each)
    if (typeof next !== 'string' || next === '' || next === range) return { items, complete: true }
    range = next
  }
  return { items, complete: false }
}

/** `/apps/my-app` and what follows, with the name made safe for a path. */
export function inApp(app: string, rest: string): string {
  return `/apps/${encodeURIComponent(app)}${rest}`
}
