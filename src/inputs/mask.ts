import { maskRedisUrl, maskToken } from '../runner/masking.ts'
import type { Scrubber } from '../runner/scrubber.ts'
import { Secret } from '../utils/secret.ts'
import { type InputName, inputNames } from './inputs.ts'
import { items } from './parse.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Environment variables that the action or Node.js reads, and that may contain a URL with credentials. */
const addresses = [
  'HEROKU_HOST',
  'HEROKU_DATA_HOST',
  'HEROKU_REDIS_HOST',
  'HEROKU_STATUS_HOST',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
]

/**
 * Masks secrets in inputs and environment that GitHub may not know: the token, and anything that looks like
 * a URL with credentials, in any input. Must be called before the first line is printed.
 */
export function maskInputs(read: (name: InputName) => string, env: Env, scrubber: Scrubber): void {
  scrubber.allow(items(read('app')).filter((item) => /^[a-z][a-z0-9-]{0,62}$/.test(item)))
  for (const token of [read('api-key'), env['HEROKU_API_KEY'] ?? '']) {
    if (token.trim() !== '') maskToken(scrubber, new Secret(token.trim()))
  }
  for (const name of inputNames) {
    if (name === 'api-key') continue
    const text = read(name)
    for (const [token] of text.matchAll(/HRKU-[\w-]+/g)) maskToken(scrubber, new Secret(token))
    if (name === 'config') maskConfig(text, scrubber)
    else maskAddresses(text, scrubber)
  }
  for (const name of addresses) maskAddresses(env[name] ?? '', scrubber)
}

/** From the scheme of the first URL on. The lookbehind keeps the time linear: each word is read once. */
const url = /(?<![a-z0-9+.-])[0-9+.-]*([a-z][a-z0-9+.-]*:\/\/.*)/is

/** A password may contain a comma or a line break, so the full text is masked as well as each item. */
function maskAddresses(text: string, scrubber: Scrubber): void {
  if (!text.includes('@') && !text.includes('?')) return
  for (const part of new Set([text, ...items(text), ...text.split(/\s+/)])) {
    maskRedisUrl(scrubber, new Secret(url.exec(part)?.[1] ?? `//${part.trim()}`))
  }
}

/** Values of `config` may be public: they are removed from Heroku's answers only. */
function maskConfig(text: string, scrubber: Scrubber): void {
  for (const line of text.split(/\r?\n/)) {
    const value = line.slice(line.indexOf('=') + 1).trim()
    // Not the value alone: in a URL without a name, the first `=` is in the query.
    const [, inLine] = url.exec(line) ?? []
    if (inLine !== undefined) maskRedisUrl(scrubber, new Secret(inLine))
    if (value.length >= shortestValue) scrubber.conceal(value)
  }
}

/** Shorter values (`30`, `true`, `info`) are not secret, and occur in many texts. */
const shortestValue = 6
