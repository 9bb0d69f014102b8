import type { Runner } from './runner.ts'
import { Secret } from '../utils/secret.ts'

/** Shorter text is no secret worth the name, and masking it would tear holes into every log line and output. */
const shortest = 6

/** Values that stand in every Redis URL or are nobody's secret. */
const publicWords = ['default', 'redis', 'rediss', 'localhost', '127.0.0.1']

/** Masks the token, and each of its lines. */
export function maskToken(runner: Pick<Runner, 'mask'>, token: Secret): void {
  register(runner, variants(token.reveal()), publicWords)
}

/**
 * Masks a password as it is, percent-encoded, percent-decoded, and together with its user name. `known` are values
 * that must stay readable: hosts, ports, app names.
 */
export function maskPassword(
  runner: Pick<Runner, 'mask'>,
  password: Secret,
  username = 'default',
  known: readonly string[] = [],
): void {
  if (password.equals('')) return
  const forms = variants(password.reveal())
  const pairs = forms.flatMap((form) => [...new Set([username, 'default'])].map((user) => `${user}:${form}`))
  register(runner, [...forms, ...pairs], [...publicWords, ...known])
}

/** Masks a Redis URL and whatever in it is secret; a masked URL alone does not mask the password inside it. */
export function maskRedisUrl(runner: Pick<Runner, 'mask'>, url: Secret, known: readonly string[] = []): void {
  const whole = url.reveal().trim()
  // By hand, because a URL too broken for the parser can hold a password all the same: once as the standard reads it,
  // once with every `/`, `?`, `#` and `@` that somebody forgot to encode.
  const readings = [/^[^/]*\/\/([^/?#]*)@(.*)$/s, /^[^/]*\/\/(.*)@(.*)$/s]
  for (const reading of readings) {
    const [, userinfo = '', rest = ''] = reading.exec(whole) ?? []
    const colon = userinfo.indexOf(':')
    // Without a colon it is a user name, but some write the password there.
    const password = userinfo.slice(colon + 1)
    if (password === '') continue
    const hosts = [rest, ...rest.split(/[:/?#]/)]
    const serialized = URL.canParse(whole) ? [new URL(whole).href] : []
    register(runner, [whole, decoded(whole), ...serialized, userinfo, decoded(userinfo)], [...hosts, ...publicWords])
    const username = colon < 0 ? 'default' : decoded(userinfo.slice(0, colon))
    maskPassword(runner, new Secret(password), username, [...hosts, ...known])
  }
}

function variants(value: string): string[] {
  const plain = [value, value.trim(), decoded(value)]
  const encoded = plain.flatMap((form) => {
    const component = encodeURIComponent(form.toWellFormed())
    // `!'()*` are left alone by encodeURIComponent and encoded by others; the case of the hex digits differs, too.
    const strict = component.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    return [component, strict, strict.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())]
  })
  return [...plain, ...encoded]
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function register(runner: Pick<Runner, 'mask'>, values: readonly string[], known: readonly string[]): void {
  // A log is lines. Given a value of several, the runner masks each of them, however short.
  const lines = values.flatMap((value) => value.split(/[\r\n]+/))
  for (const value of new Set(lines)) {
    if (value.trim().length >= shortest && !known.includes(value)) runner.mask(value)
  }
}
