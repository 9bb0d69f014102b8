import type { ConfigVars } from '../heroku/api.ts'
import { parseRedisUrl } from '../redis/endpoint.ts'

/** State of the add-on's own Redis URL. `problem` follows "the URL …" and contains no part of it. */
export type UrlState =
  | { readonly state: 'ok'; readonly configVar: string }
  | { readonly state: 'missing'; readonly configVars: readonly string[] }
  | { readonly state: 'unreadable'; readonly configVar: string; readonly problem: string }

/**
 * Where the add-on's Redis URL is: in the config var that the user named (or its attachment), otherwise in one
 * with TLS, otherwise in the first that holds one.
 */
export function urlStateOf(
  { configVars }: { readonly configVars: readonly string[] },
  config: ConfigVars,
  wanted?: string,
): UrlState {
  const names = wantedFirst(configVars, wanted)
  const readable = names.filter((name) => isRedisUrl(config, name))
  const asked = readable.find((name) => isWanted(name, wanted))
  const configVar = asked ?? readable.find((name) => hasTls(config, name)) ?? readable[0]
  if (configVar !== undefined) return { state: 'ok', configVar }

  const set = names.filter((name) => textOf(config, name) !== '')
  const unreadable = set.find((name) => looksLikeUrl(textOf(config, name))) ?? set[0]
  if (unreadable === undefined) return { state: 'missing', configVars: names }
  return { state: 'unreadable', configVar: unreadable, problem: problemOf(config, unreadable) }
}

/** The config var that holds the add-on's Redis URL; undefined while there is none. */
export function urlVarOf(
  addon: { readonly configVars: readonly string[] },
  config: ConfigVars,
  wanted?: string,
): string | undefined {
  const url = urlStateOf(addon, config, wanted)
  return url.state === 'ok' ? url.configVar : undefined
}

export function isRedisUrl(config: ConfigVars, name: string): boolean {
  const value = config.get(name)
  return value !== undefined && parseRedisUrl(value).ok
}

/** Also true for an invalid Redis URL. */
export function isMeantAsRedisUrl(config: ConfigVars, name: string): boolean {
  return isRedisUrl(config, name) || /^["'\s]*(?:rediss?|valkeys?)\b/i.test(textOf(config, name))
}

/** `REDIS`, `REDIS_URL` and `redis_url` all name REDIS_URL. */
export function isWanted(name: string, wanted: string | undefined): boolean {
  const upper = wanted?.toUpperCase()
  return upper !== undefined && (name === upper || name === `${upper}_URL`)
}

function wantedFirst(names: readonly string[], wanted: string | undefined): readonly string[] {
  return [...names.filter((name) => isWanted(name, wanted)), ...names.filter((name) => !isWanted(name, wanted))]
}

function problemOf(config: ConfigVars, name: string): string {
  const value = config.get(name)
  const parsed = value && parseRedisUrl(value)
  return parsed?.ok === false ? parsed.problem : 'is not a valid URL'
}

function hasTls(config: ConfigVars, name: string): boolean {
  const value = config.get(name)
  const parsed = value && parseRedisUrl(value)
  return parsed?.ok === true && parsed.endpoint.tls
}

function looksLikeUrl(text: string): boolean {
  return /:\/\//.test(text)
}

function textOf(config: ConfigVars, name: string): string {
  return config.get(name)?.reveal().trim() ?? ''
}
