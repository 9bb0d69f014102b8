import { isIP } from 'node:net'

/** False for a password or a URL in place of a host. */
export function looksLikeHost(text: string): boolean {
  const isName = /^(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{1,63}$/i.test(text) && text.length <= 253
  return isName || text === 'localhost' || isIP(text) !== 0
}
