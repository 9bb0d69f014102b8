import type { ConfigVars } from '../heroku/api.ts'
import { failure } from '../failure/catalogue.ts'
import type { Endpoint } from '../redis/facts.ts'
import { parseRedisUrl } from '../redis/endpoint.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { Secret } from '../utils/secret.ts'
import { configName, type Field, type StateSettings } from './settings.ts'
import { type RedisAddon, urlVarOf } from './addon.ts'
import { looksLikeHost } from './host.ts'

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

/**
 * Where writes and reads go, read from the add-on's own config var and the `reader` input.
 * Undefined while the add-on has no URL.
 * @throws Failure `config-missing` when `reader` names a config var that holds no Redis URL
 */
export function sourcesOf(
  addon: RedisAddon | undefined,
  config: ConfigVars,
  settings: StateSettings,
): Sources | undefined {
  const configVar = addon && urlVarOf(addon, config, settings.addon)
  const writer = configVar === undefined ? undefined : sourceIn(config, configVar)
  const reader = addon ? (readerOf(config, settings) ?? writer) : undefined
  return writer && reader ? { writer, reader } : undefined
}

/** The reader when it is not the writer's endpoint. @throws Failure `config-missing` */
export function readerOf(config: ConfigVars, { reader }: Pick<StateSettings, 'reader'>): Source | undefined {
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
export function desiredVars(sources: Sources | undefined, settings: StateSettings): readonly DesiredVar[] {
  const ofPrefix = (side: 'writer' | 'reader', prefix: string, source: Source | undefined): DesiredVar[] =>
    settings.fields.map((field) => ({
      name: configName(prefix, field),
      side,
      field,
      harmless: field === 'host' || field === 'port' || field === 'tls',
      ...(source ? { value: fieldOf(source, field) } : {}),
    }))
  return [
    ...ofPrefix('writer', settings.writerPrefix, sources?.writer),
    ...ofPrefix('reader', settings.readerPrefix, sources?.reader),
    ...[...settings.config].map(([name, value]) => ({
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

/** What has to be written, and nothing else. */
export function differing(desired: readonly DesiredVar[], config: ConfigVars): readonly DesiredVar[] {
  return desired.filter((each) => stateOf(each, config) !== 'ok')
}

/** The same for people: a value appears only where it is harmless and looks harmless. */
export function changesOf(desired: readonly DesiredVar[], config: ConfigVars): readonly VarChange[] {
  return differing(desired, config).map(({ name, value, harmless }) => {
    return withoutUndefined<VarChange>({
      name,
      kind: config.has(name) ? 'update' : 'add',
      from: harmless ? shown(config.get(name)) : undefined,
      to: harmless ? shown(value) : undefined,
      pending: value === undefined ? true : undefined,
    })
  })
}

/** Somebody may have put a password, or a whole URL, where a host belongs. */
function shown(value: Secret | undefined): string | undefined {
  const text = value?.reveal()
  const isPort = text !== undefined && /^\d{1,5}$/.test(text)
  const isFlag = text === 'true' || text === 'false'
  return isPort || isFlag || (text !== undefined && looksLikeHost(text)) ? text : undefined
}
