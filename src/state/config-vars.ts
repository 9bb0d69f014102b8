import type { ConfigVars } from '../heroku/api.ts'
import { canonicalRedisUrl, parseRedisUrl, sameEndpoint } from '../redis/endpoint.ts'
import type { Endpoint } from '../redis/facts.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { Secret } from '../utils/secret.ts'
import { looksLikeHost } from './host.ts'
import type { Known } from './known.ts'
import { ownedNames } from './observed.ts'
import { configName, type Field, type StateSettings } from './settings.ts'
import { type Source, sourcesOf } from './sources.ts'
import type { VarChange } from './var-change.ts'

export type { VarChange } from './var-change.ts'

/** A config var as it should be. */
export interface DesiredVar {
  readonly name: string
  /** Absent: not known before the add-on has its URL. */
  readonly value?: Secret
  readonly side: 'writer' | 'reader' | 'config'
  /** Absent for an extra variable of the `config` input. */
  readonly field?: Field
  /** The config var or input that the value comes from; absent while it is not known. */
  readonly source?: string
  /** A `_URL` that Heroku keeps up to date itself (an attachment), or a copy. Absent for other fields. */
  readonly kind?: 'live' | 'copy'
  /** The value may be shown: a host, a port, whether TLS is used. */
  readonly harmless: boolean
}

/** Every config var that is managed, in a stable order: writer, reader, `config`. */
export function desiredVars(known: Known, settings: StateSettings): readonly DesiredVar[] {
  const { writer, reader } = sourcesOf(known, settings)
  const owned = ownedNames(known.observed)
  const ofSide = (side: 'writer' | 'reader', prefix: string, source: Source | undefined): DesiredVar[] =>
    settings.fields.map((field) => {
      const name = configName(prefix, field)
      return withoutUndefined<DesiredVar>({
        name,
        side,
        field,
        value: source && fieldOf(source, field),
        source: source?.name,
        kind: field === 'url' ? (owned.has(name) ? 'live' : 'copy') : undefined,
        harmless: field === 'host' || field === 'port' || field === 'tls',
      })
    })
  return [
    ...ofSide('writer', settings.writerPrefix, writer),
    ...ofSide('reader', settings.readerPrefix, reader),
    ...[...settings.config].map(([name, value]) => ({
      name,
      side: 'config' as const,
      value: new Secret(value),
      source: 'config',
      harmless: false,
    })),
  ]
}

function fieldOf(source: Source, field: Field): Secret {
  const { endpoint } = source
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
      return canonicalRedisUrl(endpoint, source.url)
  }
}

/** How a managed config var stands: as it should be, missing, or another value. */
export function stateOf({ name, value, kind }: DesiredVar, config: ConfigVars): 'ok' | 'missing' | 'differs' {
  const current = config.get(name)
  // An empty value (a server without a password) and no variable mean the same to whoever reads it.
  if (current === undefined) return value?.equals('') === true ? 'ok' : 'missing'
  if (value === undefined) return 'differs'
  // What Heroku keeps itself it writes in its own way.
  const isSame = current.equals(value) || (kind === 'live' && isSameUrl(current, value))
  return isSame ? 'ok' : 'differs'
}

function isSameUrl(a: Secret, b: Secret): boolean {
  const [left, right] = [endpointOf(a), endpointOf(b)]
  return left !== undefined && right !== undefined && sameEndpoint(left, right)
}

function endpointOf(url: Secret): Endpoint | undefined {
  const result = parseRedisUrl(url)
  return result.ok ? result.endpoint : undefined
}

/** What has to be written, and nothing else. */
export function differing(desired: readonly DesiredVar[], config: ConfigVars): readonly DesiredVar[] {
  return desired.filter((each) => stateOf(each, config) !== 'ok')
}

/** The same for people: a value appears only where it is harmless and looks harmless. */
export function changesOf(desired: readonly DesiredVar[], config: ConfigVars): readonly VarChange[] {
  return differing(desired, config).map(({ name, value, harmless }) =>
    withoutUndefined<VarChange>({
      name,
      kind: config.has(name) ? 'update' : 'add',
      from: harmless ? shown(config.get(name)) : undefined,
      to: harmless ? shown(value) : undefined,
      pending: value === undefined ? true : undefined,
    }),
  )
}

/** Somebody may have put a password, or a whole URL, where a host belongs. */
function shown(value: Secret | undefined): string | undefined {
  const text = value?.reveal()
  const isPort = text !== undefined && /^\d{1,5}$/.test(text)
  const isFlag = text === 'true' || text === 'false'
  return isPort || isFlag || (text !== undefined && looksLikeHost(text)) ? text : undefined
}
