import { Secret } from '../utils/secret.ts'

/** Registers secrets: the runner, or a `Scrubber` in front of it. */
export interface Masker {
  /** Masks the exact text in every later log line. `isOpaque`: all of it is secret, so parts of it are as well. */
  mask(text: string, isOpaque?: boolean): void
  /** Registers a secret that the runner must not mask, because that would hide an ordinary word everywhere. */
  conceal?(text: string): void
}

/** Shorter text is not masked: that would garble log lines and outputs. */
const shortest = 6
/** Shorter passwords are ignored. */
const shortestConcealed = 4

/** Parts of many Redis URLs, and public hosts. */
const publicWords: readonly string[] = ['default', 'redis', 'rediss', 'valkey', 'valkeys', 'localhost', '127.0.0.1']

/**
 * A plain word or a short number. GitHub drops every output that contains a masked text (actions/runner#1498), and a
 * password such as `password`, `connect` or `123456` occurs in many outputs of the action.
 */
function isOrdinary(text: string): boolean {
  return /^(?:[A-Z]?[a-z]{1,11}|[A-Z]{1,12}|\d{1,9})$/.test(text)
}

/** Masks the token, and each of its lines. */
export function maskToken(masker: Masker, token: Secret): void {
  register(masker, variants(token.reveal()), { isOpaque: true })
}

/**
 * Masks a password as it is, trimmed, percent-encoded, percent-decoded, and together with its user name. `known` are
 * values that must stay readable: hosts, ports, app names.
 */
export function maskPassword(masker: Masker, password: Secret, username = '', known: readonly string[] = []): void {
  if (password.reveal().trim() === '') return
  const forms = variants(password.reveal())
  const users = new Set([username || 'default', 'default'])
  const pairs = forms.flatMap((form) => [...users].map((user) => `${user}:${form}`))
  register(masker, forms, { known, isOpaque: true })
  register(masker, pairs, { known })
}

/** Masks a Redis URL and the secrets in it: masking the URL does not mask the password alone. */
export function maskRedisUrl(masker: Masker, url: Secret, known: readonly string[] = []): void {
  const whole = url.reveal().trim()
  // Not with the URL parser, because an invalid URL can contain a password too: once as the standard reads it,
  // once with unencoded `/`, `?`, `#` and `@` in the password.
  const readings = [/^[^/]*\/\/([^/?#]*)@(.*)$/s, /^[^/]*\/\/(.*)@(.*)$/s]
  for (const reading of readings) {
    const [, userinfo = '', rest = ''] = reading.exec(whole) ?? []
    const colon = userinfo.indexOf(':')
    // Without a colon it is a user name, but some people put the password there.
    const password = userinfo.slice(colon + 1)
    if (password === '') continue
    const hosts = [...rest.split(/[/?#]/, 1), ...rest.split(/[:/?#]/, 1), ...known]
    register(masker, [whole, decoded(whole), URL.parse(whole)?.href ?? ''], { known: hosts })
    maskPassword(masker, new Secret(password), decoded(userinfo.slice(0, Math.max(0, colon))), hosts)
  }
  maskQuery(masker, whole, known)
}

/** Some providers put credentials in the query: `rediss://host:6379?password=…`. */
function maskQuery(masker: Masker, url: string, known: readonly string[]): void {
  if (!url.includes('?')) return
  const parts = url.slice(url.indexOf('?') + 1).split(/[&#]/)
  const secrets = parts.flatMap((part) => {
    // Odd ones as well: `?=password=…`, and a `?` in the value.
    const [, name = '', value = ''] = /^=*([^=]*)=(.*)$/s.exec(part) ?? []
    return value !== '' && /pass|pwd|auth|secret|token|key/i.test(name) ? [value] : []
  })
  if (secrets.length > 0) register(masker, [url, decoded(url)], { known })
  for (const value of secrets) maskPassword(masker, new Secret(value), '', known)
}

function variants(value: string): string[] {
  const plain = [value, value.trim(), decoded(value), decoded(value).trim()]
  const encoded = plain.flatMap((form) => {
    const component = encodeURIComponent(form.toWellFormed())
    // encodeURIComponent does not encode `!'()*`, others do; the case of the hex digits differs as well.
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

interface Kind {
  readonly known?: readonly string[]
  readonly isOpaque?: boolean
}

function register(masker: Masker, values: readonly string[], { known = [], isOpaque = false }: Kind): void {
  // The runner masks each line of a multi-line value, even very short ones.
  const lines = values.flatMap((value) => value.split(/[\r\n]/))
  for (const value of new Set(lines)) {
    const { length } = value.trim()
    if (length < shortestConcealed || publicWords.includes(value) || known.includes(value)) continue
    if (length >= shortest && !isOrdinary(value)) masker.mask(value, isOpaque)
    else masker.conceal?.(value)
  }
}
