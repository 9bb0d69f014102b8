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

/**
 * The endpoints of the add-on's own URL and the `reader` input, as setup has just written them. Undefined: no URL yet.
 */
export function endpointsAsWritten(known: Known, settings: StateSettings): Endpoints | undefined {
  const { writer, reader } = sourcesOf(known, settings)
  return writer && reader && { writer: writer.endpoint, reader: reader.endpoint }
}

/**
 * The endpoints in the app's own config vars, as the app uses them. Undefined: they do not name a writer. A reader that
 * they do not name, with an invalid `reader` variable, is not known; only the writer is then tested.
 */
export function endpointsAsConfigured(known: Known, settings: StateSettings): Endpoints | undefined {
  const { config } = known.observed
  const sources = sourcesOf(known, settings)
  const writer = endpointAsConfigured(settings.writerPrefix, sources.writer, config, settings)
  const reader = endpointAsConfigured(settings.readerPrefix, sources.reader, config, settings)
  return writer && { writer, reader: reader ?? writer }
}

/** Replaces a host that must not be shown; RFC 2606 guarantees that it never resolves. */
const unreadableHost = 'unreadable.invalid'

/**
 * The endpoint as the app's own variables name it, because the app uses those; a field that is not managed as a
 * variable comes from `source`, the add-on's URL. Undefined when neither names the server.
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
  // Every report shows the host. A value that does not look like a host may be a password or a URL that contains one.
  const isSafe = named === undefined || named === base?.host || looksLikeHost(named)
  const host = isSafe ? (named ?? base?.host) : unreadableHost
  const port = kept('port')
  if (host === undefined || (port === undefined && base === undefined)) return undefined
  const password = kept('password')
  const used = password === undefined ? base?.password : password === '' ? undefined : new Secret(password)
  const tls = kept('tls')?.toLowerCase()
  return {
    host,
    // An invalid port becomes 0, which every host refuses, and the `config` check names the variable.
    port: port === undefined ? (base?.port ?? 0) : /^\d{1,5}$/.test(port) && Number(port) < 65_536 ? Number(port) : 0,
    username: kept('username') || (base?.username ?? 'default'),
    tls: tls === undefined ? (base?.tls ?? false) : ['true', '1', 'yes', 'on'].includes(tls),
    ...(used ? { password: used } : {}),
  }
}
