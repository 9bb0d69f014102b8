import type { HerokuHosts } from '../heroku/hosts.ts'
import type { Problem } from './problems.ts'
import { quote } from './problems.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The hosts that the Heroku CLI sends a token to (heroku-cli-command, vars.ts). */
const trustedDomains = ['heroku.com', 'herokai.com', 'herokuspace.com', 'herokudev.com']
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1'])

const expected =
  'a host of heroku.com, herokai.com, herokuspace.com, herokudev.com (over https), localhost or 127.0.0.1, because the token is sent there'

/**
 * HEROKU_HOST, HEROKU_DATA_HOST (else HEROKU_REDIS_HOST) and HEROKU_STATUS_HOST, read the way the Heroku CLI reads
 * them. Undefined when one is invalid; `problems` then says which.
 */
export function readHosts(env: Env, problems: Problem[]): HerokuHosts | undefined {
  const host = textOf(env, 'HEROKU_HOST') ?? 'heroku.com'
  const api = trustedOrigin(/^https?:\/\//i.test(host) ? host : `https://api.${host}`)
  if (!api) problems.push({ name: 'HEROKU_HOST', got: quote(host), expected })
  const dataUrl = readDataHost(env, api, problems)
  const statusUrl = readStatusHost(env, api, problems)
  return api && dataUrl !== undefined && statusUrl !== undefined
    ? { apiUrl: api.origin, dataUrl, statusUrl }
    : undefined
}

/** A bare host name: protocol and port are those of the API. */
function readDataHost(env: Env, api: URL | undefined, problems: Problem[]): string | undefined {
  const name = textOf(env, 'HEROKU_DATA_HOST') === undefined ? 'HEROKU_REDIS_HOST' : 'HEROKU_DATA_HOST'
  // If the API is on this machine, so is the data API: requests of a test must not reach Heroku.
  const usual = api && loopback.has(api.hostname) ? api.hostname : 'api.data.heroku.com'
  const host = textOf(env, name) ?? usual
  const isBare = /^[a-z0-9.-]{1,253}$/i.test(host)
  const port = api?.port ? `:${api.port}` : ''
  const data = isBare ? trustedOrigin(`${api?.protocol ?? 'https:'}//${host}${port}`) : undefined
  if (!data) problems.push({ name, got: quote(host), expected: `a bare host name: ${expected}` })
  return data?.origin
}

/** A full URL. Any host is allowed, because the token is never sent there. */
function readStatusHost(env: Env, api: URL | undefined, problems: Problem[]): string | undefined {
  const text = textOf(env, 'HEROKU_STATUS_HOST')
  if (text === undefined) return api && loopback.has(api.hostname) ? api.origin : 'https://status.heroku.com'
  const url = URL.parse(text)
  const isClean = url !== null && `${url.username}${url.password}${url.search}${url.hash}` === ''
  if (isClean && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname)))) {
    return url.href.replace(/(?<!\/)\/+$/, '')
  }
  problems.push({
    name: 'HEROKU_STATUS_HOST',
    got: quote(text),
    expected: 'an https:// URL without credentials, such as https://status.heroku.com',
  })
  return undefined
}

function textOf(env: Env, name: string): string | undefined {
  return env[name]?.trim() || undefined
}

function trustedOrigin(text: string): URL | undefined {
  const url = URL.parse(text)
  // Only an origin: anything after it would be dropped silently.
  return url && isTrusted(url) && url.href === `${url.origin}/` ? url : undefined
}

function isTrusted(url: URL): boolean {
  const host = url.hostname
  if (loopback.has(host)) return true
  // To other machines, the token is sent encrypted only.
  return url.protocol === 'https:' && trustedDomains.some((domain) => host === domain || host.endsWith(`.${domain}`))
}
