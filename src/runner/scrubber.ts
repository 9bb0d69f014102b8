import type { Masker } from './masking.ts'

/** Knows every secret of a run, and takes them out of texts. */
export interface Scrubber extends Masker {
  conceal(text: string): void
  /** Names that must stay readable even when somebody uses one as a password: apps, add-ons, hosts. */
  allow(names: readonly string[]): void
  /**
   * A text from outside with `***` in place of every secret: those that the runner masks, those that it must not mask
   * (ordinary words, values of `config`), and the beginning of one where the text was cut. To be applied before the text
   * is cut again.
   */
  scrub(text: string): string
  /** A text of ours with `***` in place of every masked secret and of longer parts of one. */
  redact(text: string): string
}

/** So many characters of a secret in a row are recognised wherever they stand. */
const anchorLength = 8
/** So many characters at the beginning of a secret are recognised where a text was cut. */
const shortestCut = 6

const replacement = '***'

type Span = readonly [start: number, end: number]

/** Masks at `runner`, and remembers. */
export function createScrubber(runner: Masker): Scrubber {
  const allowed = new Set<string>()
  const masked = new Set<string>()
  const concealed = new Set<string>()
  const anchors = new Anchors()
  const ours = (text: string): readonly Span[] => [
    ...[...masked].flatMap((secret) => occurrences(text, secret)),
    ...anchors.spans(text),
  ]
  return {
    mask: (secret, isOpaque = false) => {
      if (allowed.has(secret)) return
      if (isOpaque) anchors.add(secret)
      if (masked.has(secret)) return
      masked.add(secret)
      runner.mask(secret)
    },
    conceal: (secret) => {
      if (secret !== '' && !allowed.has(secret)) concealed.add(secret)
    },
    allow: (names) => {
      for (const name of names) allowed.add(name)
    },
    scrub: (text) =>
      replaced(text, [
        ...ours(text),
        ...[...concealed].flatMap((secret) => occurrences(text, secret).filter((span) => isWord(text, span))),
        ...[...masked, ...concealed].flatMap((secret) => cuts(text, secret)),
      ]),
    redact: (text) => replaced(text, ours(text)),
  }
}

function occurrences(text: string, part: string): readonly Span[] {
  const spans: Span[] = []
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) spans.push([at, at + part.length])
  return spans
}

/** Not a part of a longer word or number. */
function isWord(text: string, [start, end]: Span): boolean {
  return !/[A-Za-z0-9]/.test(text.charAt(start - 1)) && !/[A-Za-z0-9]/.test(text.charAt(end))
}

/** Where the beginning of a secret stands before an ellipsis or the end of the text. */
function cuts(text: string, secret: string): readonly Span[] {
  if (secret.length <= shortestCut) return []
  return occurrences(text, secret.slice(0, shortestCut)).flatMap(([start]) => {
    let length = shortestCut
    while (length < secret.length && text.charAt(start + length) === secret.charAt(length)) length++
    const isCut = /^(?:…|\.{2,}|["'’)\]]?\s*$)/.test(text.slice(start + length, start + length + 4))
    return isCut ? [[start, start + length] as const] : []
  })
}

/** Overlapping spans become one replacement. */
function replaced(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text
  let result = ''
  let end = 0
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    if (from >= end || result === '') result += text.slice(end, from) + replacement
    end = Math.max(end, to)
  }
  return result + text.slice(end)
}

/**
 * Finds parts of secrets in one pass over a text. Only parts with two digits count, and grow to both sides as far as the
 * secret goes: parts of a wordy password, such as `password`, stand in many texts of ours.
 */
class Anchors {
  readonly #found = new Map<string, readonly [secret: string, at: number]>()
  /** A sieve over two characters of each anchor: nearly all positions of a text are passed without a look-up. */
  readonly #sieve = new Uint8Array(1 << 14)

  add(secret: string): void {
    for (let at = 0; at + anchorLength <= secret.length; at++) {
      const anchor = secret.slice(at, at + anchorLength)
      if (!/\d.*\d/s.test(anchor) || this.#found.has(anchor)) continue
      this.#found.set(anchor, [secret, at])
      this.#sieve[sieveKey(secret, at)] = 1
    }
  }

  spans(text: string): readonly Span[] {
    const spans: Span[] = []
    if (this.#found.size === 0) return spans
    for (let at = 0; at + anchorLength <= text.length; at++) {
      if (this.#sieve[sieveKey(text, at)] === 0) continue
      const [secret, offset] = this.#found.get(text.slice(at, at + anchorLength)) ?? []
      if (secret !== undefined && offset !== undefined) spans.push(grown(text, at, secret, offset))
    }
    return spans
  }
}

function sieveKey(text: string, at: number): number {
  return (text.charCodeAt(at) & 127) * 128 + (text.charCodeAt(at + anchorLength - 1) & 127)
}

function grown(text: string, at: number, secret: string, offset: number): Span {
  let start = 0
  while (start < Math.min(at, offset) && text.charAt(at - start - 1) === secret.charAt(offset - start - 1)) start++
  let end = anchorLength
  while (offset + end < secret.length && text.charAt(at + end) === secret.charAt(offset + end)) end++
  return [at - start, at + end]
}
