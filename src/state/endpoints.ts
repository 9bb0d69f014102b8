import type { ConfigVars } from '../heroku/api.ts'
import { parseRedisUrl } from '../redis/endpoint.ts'
import type { Endpoint } from '../redis/facts.ts'
import { Secret } from '../utils/secret.ts'
import { looksLikeHost } from './host.ts'
import type { Known } from './known.ts'
import { configName, type Field, type StateSettings } from './settings.ts'
import { type Source, sourcesOf } from './sources.ts'

export interface Endpoints {
  readonly writer: Endpoint
  readonly reader: Endpoint
}

/** Where the add-on's own URL and the `reader` input point: what setup has just written. Undefined: no URL yet. */
export function endpointsAsWritten(known: Known, settings: StateSettings): Endpoints | undefined {
  const { writer, reader } = sourcesOf(known, settings)
  return writer && reader && { writer: writer.endpoint, reader: reader.endpoint }
}

/**
 * Where the app's own config vars point: what the app uses. Undefined: they do not name a writer. A reader that they do
 * not name (and whose `reader` variable is wrong) is not known; the writer is then tested alone.
 */
export function endpointsAsConfigured(known: Known, settings: StateSettings): Endpoints | undefined {
  const { config } = known.observed
  const sources = sourcesOf(known, settings)
  const writer = endpointAsConfigured(settings.writerPrefix, sources.writer, config, settings)
  const reader = endpointAsConfigured(settings.readerPrefix, sources.reader, config, settings)
  return writer && { writer, reader: reader ?? writer }
}

/** Stands for a host that must not be repeated; RFC 2606 keeps it from ever resolving. */
const unreadableHost = 'unreadable.invalid'

/**
 * The endpoint as the app's own variables name it, for that is what the app will use; a field that is not kept as a
 * variable comes from `source`, the add-on's URL. Undefined when neither tells where the server is.
 */
export function endpointAsConfigured(
  prefix: string,
  source: Source | undefined,
  config: ConfigVars,
  settings: StateSettings,
): Endpoint | undefined {
  const kept = (field: Field): string | undefined =>
    settings.fields.includes(field) ? config.get(configName(prefix, field))?.reveal() : undefined
  const whole = kept('url')
  const parsed = whole === undefined ? undefined : parseRedisUrl(new Secret(whole))
  const base = parsed?.ok === true ? parsed.endpoint : source?.endpoint
  const named = kept('host')
  // The host goes into every report: what looks like none may be a password, or a URL that holds one.
  const isSafe = named === undefined || named === base?.host || looksLikeHost(named)
  const host = isSafe ? (named ?? base?.host) : unreadableHost
  const port = kept('port')
  if (host === undefined || (port === undefined && base === undefined)) return undefined
  const password = kept('password')
  const used = password === undefined ? base?.password : password === '' ? undefined : new Secret(password)
  const tls = kept('tls')?.toLowerCase()
  return {
    host,
    // A port that is no number goes nowhere: 0 is refused everywhere, and the `config` check names the variable.
    port: port === undefined ? (base?.port ?? 0) : /^\d{1,5}$/.test(port) && Number(port) < 65_536 ? Number(port) : 0,
    username: kept('username') || (base?.username ?? 'default'),
    tls: tls === undefined ? (base?.tls ?? false) : ['true', '1', 'yes', 'on'].includes(tls),
    ...(used ? { password: used } : {}),
  }
}
