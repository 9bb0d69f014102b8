/** Finds a secret in text, in any encoding. */

/** Encoded forms of a secret, by name. */
function forms(secret: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [part, value] of parts(secret)) {
    const bytes = Buffer.from(value)
    const component = encodeURIComponent(value.toWellFormed())
    found.set(part, value)
    found.set(`${part}, percent-encoded`, component)
    found.set(`${part}, every byte percent-encoded`, bytes.toString('hex').replace(/../g, '%$&'))
    found.set(`${part}, reversed`, Array.from(value).toReversed().join(''))
    found.set(`${part}, hex`, bytes.toString('hex'))
    found.set(`${part}, UTF-16`, Array.from(value).join('\0'))
    found.set(`${part}, JSON`, JSON.stringify(value).slice(1, -1))
    for (const lead of [0, 1, 2]) found.set(`${part}, base64 at ${String(lead)}`, base64Core(bytes, lead))
  }
  return found
}

/** The secret, decoded; for a URL, also its secret parts. */
function parts(secret: string): ReadonlyMap<string, string> {
  const [, userinfo = ''] = /^[a-z]+:\/\/([^/]*)@/i.exec(secret) ?? []
  const colon = userinfo.indexOf(':')
  const password = colon < 0 ? '' : userinfo.slice(colon + 1)
  const all = [
    ['complete', secret],
    ['decoded', decoded(secret)],
    ['user:password', password === '' ? '' : userinfo],
    ['user:password, decoded', password === '' ? '' : decoded(userinfo)],
    ['password', password],
    ['password, decoded', decoded(password)],
  ] as const
  return new Map(all.filter(([, value]) => value.length >= shortest))
}

const shortest = 4

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** The characters that do not depend on the bytes before and after. */
function base64Core(bytes: Buffer, lead: number): string {
  const encoded = Buffer.concat([Buffer.alloc(lead), bytes])
    .toString('base64')
    .replace(/=+$/, '')
  const first = Math.ceil((lead * 8) / 6)
  const end = Math.floor(((lead + bytes.length) * 8) / 6)
  return encoded.slice(first, end)
}

/** The text, and its forms without the escaping for tables, pages or logs. */
function readings(text: string): readonly string[] {
  const undone = text
    .replace(/<\/?(span|code|em|br|strong)[^>]*>/g, '')
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, hex: string) => character(Number.parseInt(hex, 16)))
    .replace(/&#(\d{1,7});/g, (_, decimal: string) => character(Number(decimal)))
    .replace(/&(lt|gt|quot|apos|amp);/g, (_, name: keyof typeof named) => named[name])
    .replace(/\p{Cf}/gu, '')
  const unescaped = undone.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => character(Number.parseInt(hex, 16)))
  const unpercented = undone.replace(/(%[0-9a-f]{2})+/gi, (run) => decoded(run))
  const urlSafe = text.replaceAll('-', '+').replaceAll('_', '/')
  return [text, undone, unescaped, unescaped.replace(/\\(.)/g, '$1'), unpercented, urlSafe]
}

const named = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' } as const

const character = (point: number): string => (point <= 0x10ffff ? String.fromCodePoint(point) : '')

/** Where and in which form secrets appear in the named texts; the result does not contain the secrets. */
export function findSecrets(texts: ReadonlyMap<string, string>, secrets: readonly string[]): readonly string[] {
  // Ignores case, because logs and host names may change it.
  const haystacks = [...texts].map(([where, text]) => [where, readings(text).join('\0\0').toLowerCase()] as const)
  return secrets.flatMap((secret, index) => {
    if (secret.length < shortest) throw new Error(`secret ${String(index)} is too short to search for`)
    const wanted = [...forms(secret)].filter(([, form]) => form.length >= shortest)
    return haystacks.flatMap(([where, haystack]) =>
      wanted
        .filter(([, form]) => haystack.includes(form.toLowerCase()))
        .map(([form]) => `secret ${String(index)} appears in ${where} (${form})`),
    )
  })
}
