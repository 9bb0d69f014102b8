import { isIP } from 'node:net'
import type { ConfigVars } from '../heroku/api.ts'
import { failure } from '../failure/catalogue.ts'
import type { Endpoint } from '../redis/facts.ts'
import { parseRedisUrl } from '../redis/endpoint.ts'
import { Secret } from '../utils/secret.ts'
import { configName, type Field, type StateSettings } from './settings.ts'
import { type ChosenAddon, urlVarOf } from './addon.ts'

/** A config var that was, or in a dry run would be, written. Values only where they are harmless (host, port, TLS). */
export interface VarChange {
  readonly name: string
  readonly kind: 'add' | 'update'
  readonly from?: string
  readonly to?: string
  /** The value is not known before the add-on has its URL. */
  readonly pending?: true
}

/** A Redis URL with what it says. */
export interface Source {
  readonly endpoint: Endpoint
  readonly url: Secret
  /** The config var it was read from; absent: the `reader` input. */
  readonly configVar?: string
}

export interface Sources {
  readonly writer: Source
  readonly reader: Source
}

/** A config var as it should be. */
export interface DesiredVar {
  readonly name: string
  /** Absent: not known before the add-on has its URL. */
  readonly value?: Secret
  readonly side: 'writer' | 'reader' | 'config'
  /** Absent for an extra variable of the `config` input. */
  readonly field?: Field
  /** The value may be shown: a host, a port, whether TLS is used. */
  readonly harmless: boolean
}

type Wanted = Omit<StateSettings, 'plan'>

/**
 * Where writes and reads go, read from the add-on's own config var and the `reader` input.
 * Undefined while the add-on has no URL.
 * @throws Failure `config-missing` when `reader` names a config var that holds no Redis URL
 */
export function sourcesOf(addon: ChosenAddon, config: ConfigVars, inputs: Wanted): Sources | undefined {
  const configVar = urlVarOf(addon, config, inputs.addon)
  const writer = configVar === undefined ? undefined : sourceIn(config, configVar)
  const reader = readerOf(config, inputs) ?? writer
  return writer && reader ? { writer, reader } : undefined
}

/** The reader when it is not the writer's endpoint. @throws Failure `config-missing` */
export function readerOf(config: ConfigVars, { reader }: Pick<Wanted, 'reader'>): Source | undefined {
  if (reader.kind === 'writer') return undefined
  if (reader.kind === 'url') return { endpoint: reader.endpoint, url: reader.url }
  const source = sourceIn(config, reader.name)
  if (source) return source
  const problem = config.has(reader.name) ? 'holds no Redis URL' : 'is not set on the app'
  throw failure('config-missing', `The config var ${reader.name}, which the reader input names, ${problem}.`, {
    remedy: `Set ${reader.name} to the reader's rediss:// URL, or leave the reader input empty to read from the writer.`,
  })
}

function sourceIn(config: ConfigVars, configVar: string): Source | undefined {
  const url = config.get(configVar)
  const parsed = url === undefined ? undefined : parseRedisUrl(url)
  return url !== undefined && parsed?.ok === true ? { endpoint: parsed.endpoint, url, configVar } : undefined
}

/** Every config var that is managed, in a stable order: writer, reader, `config`. */
export function desiredVars(sources: Sources | undefined, inputs: Wanted): readonly DesiredVar[] {
  const ofPrefix = (side: 'writer' | 'reader', prefix: string, source: Source | undefined): DesiredVar[] =>
    inputs.fields.map((field) => ({
      name: configName(prefix, field),
      side,
      field,
      harmless: field === 'host' || field === 'port' || field === 'tls',
      ...(source ? { value: fieldOf(source, field) } : {}),
    }))
  return [
    ...ofPrefix('writer', inputs.writerPrefix, sources?.writer),
    ...ofPrefix('reader', inputs.readerPrefix, sources?.reader),
    ...[...inputs.config].map(([name, value]) => ({
      name,
      side: 'config' as const,
      value: new Secret(value),
      harmless: false,
    })),
  ]
}

function fieldOf({ endpoint, url }: Source, field: Field): Secret {
  switch (field) {
    case 'host':
      return new Secret(endpoint.host)
    case 'port':
      return new Secret(String(endpoint.port))
    case 'username':
      return new Secret(endpoint.username)
    case 'password':
      return endpoint.password ?? new Secret('')
    case 'tls':
      return new Secret(String(endpoint.tls))
    case 'url':
      return url
  }
}

/** How a managed config var stands: as it should be, missing, or another value. */
export function stateOf({ name, value }: DesiredVar, config: ConfigVars): 'ok' | 'missing' | 'differs' {
  const current = config.get(name)
  // An empty value (a server without a password) and no variable mean the same to whoever reads it.
  if (current === undefined) return value?.equals('') === true ? 'ok' : 'missing'
  return value !== undefined && current.equals(value) ? 'ok' : 'differs'
}

/** What has to be written, and nothing else. Values appear only where they are harmless, the old one only if it looks it. */
export function changesOf(desired: readonly DesiredVar[], config: ConfigVars): readonly VarChange[] {
  return desired
    .filter((each) => stateOf(each, config) !== 'ok')
    .map((each) => {
      const { name, value, harmless } = each
      const from = harmless ? shown(config.get(name)) : undefined
      const to = harmless ? shown(value) : undefined
      return {
        name,
        kind: config.has(name) ? ('update' as const) : ('add' as const),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(value === undefined ? { pending: true as const } : {}),
      }
    })
}

/** Somebody may have put a password, or a whole URL, where a host belongs. */
function shown(value: Secret | undefined): string | undefined {
  const text = value?.reveal()
  const isPort = text !== undefined && /^\d{1,5}$/.test(text)
  const isFlag = text === 'true' || text === 'false'
  return isPort || isFlag || (text !== undefined && looksLikeHost(text)) ? text : undefined
}

function looksLikeHost(text: string): boolean {
  const isName = /^(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{1,63}$/i.test(text) && text.length <= 253
  return isName || text === 'localhost' || isIP(text) !== 0
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
  inputs: Wanted,
): Endpoint | undefined {
  const kept = (field: Field): string | undefined =>
    inputs.fields.includes(field) ? config.get(configName(prefix, field))?.reveal() : undefined
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
