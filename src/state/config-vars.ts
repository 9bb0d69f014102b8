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
  /** The value may be shown: host, port or TLS. */
  readonly isPublic: boolean
}

/** Every managed config var, in a stable order: writer, reader, `config`. */
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
        isPublic: field === 'host' || field === 'port' || field === 'tls',
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
      isPublic: false,
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

/** State of a managed config var. */
export function stateOf({ name, value, kind }: DesiredVar, config: ConfigVars): 'ok' | 'missing' | 'differs' {
  const current = config.get(name)
  // To an app, an empty value (a server without a password) and a missing variable are the same.
  if (current === undefined) return value?.equals('') === true ? 'ok' : 'missing'
  if (value === undefined) return 'differs'
  // Heroku formats the URLs that it maintains in its own way.
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

/** The config vars that must be written. */
export function differing(desired: readonly DesiredVar[], config: ConfigVars): readonly DesiredVar[] {
  return desired.filter((each) => stateOf(each, config) !== 'ok')
}

/** The same for the report: shows only values that are public by kind and by form. */
export function changesOf(desired: readonly DesiredVar[], config: ConfigVars): readonly VarChange[] {
  return differing(desired, config).map(({ name, value, isPublic }) =>
    withoutUndefined<VarChange>({
      name,
      kind: config.has(name) ? 'update' : 'add',
      from: isPublic ? shown(config.get(name)) : undefined,
      to: isPublic ? shown(value) : undefined,
      pending: value === undefined ? true : undefined,
    }),
  )
}

/** A host config var may hold a password or a URL by mistake. */
function shown(value: Secret | undefined): string | undefined {
  const text = value?.reveal()
  const isPort = text !== undefined && /^\d{1,5}$/.test(text)
  const isFlag = text === 'true' || text === 'false'
  return isPort || isFlag || (text !== undefined && looksLikeHost(text)) ? text : undefined
}
