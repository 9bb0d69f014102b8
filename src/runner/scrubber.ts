import type { Masker } from './masking.ts'

/** Knows every secret of a run, and removes them from texts. */
export interface Scrubber extends Masker {
  conceal(text: string): void
  /** Names that must stay readable even if one is also a password: apps, add-ons, hosts. */
  allow(names: readonly string[]): void
  /**
   * A foreign text with `***` in place of every secret: those that the runner masks, those that it must not mask
   * (ordinary words, values of `config`), and the beginning of one where the text was cut. Must be applied before the
   * text is cut again.
   */
  scrub(text: string): string
  /** A text of the action with `***` in place of every masked secret and of longer parts of one. */
  redact(text: string): string
}

/** Shorter secrets are not searched for. */
const keyLength = 4
/** The fewest characters by which the beginning of a secret is recognized where a text was cut. */
const shortestCut = 6
/** A part is found by this many characters; anchors are a few characters apart to limit the memory of a fleet. */
const anchorLength = 8
const anchorStep = 4

const replacement = '***'

type Span = readonly [start: number, end: number]

/** Passes secrets on to `runner`. */
export function createScrubber(runner: Masker): Scrubber {
  const allowed = new Set<string>()
  const registered = new Set<string>()
  const masked = new Secrets()
  const concealed = new Secrets()
  const anchors = new Anchors()
  const ours = (text: string): readonly Span[] => [...masked.whole(text), ...anchors.spans(text)]
  return {
    mask: (secret, isOpaque = false) => {
      if (allowed.has(secret)) return
      // Only a part of a URL or a `user:password` pair is secret, and that part is registered separately.
      if (isOpaque) {
        masked.add(secret)
        anchors.add(secret)
      }
      if (registered.has(secret)) return
      registered.add(secret)
      runner.mask(secret)
    },
    conceal: (secret) => {
      if (!allowed.has(secret)) concealed.add(secret)
    },
    allow: (names) => {
      for (const name of names) allowed.add(name)
    },
    scrub: (text) =>
      replaced(text, [
        ...ours(text),
        ...concealed.whole(text).filter((span) => isWord(text, span)),
        ...masked.cut(text),
        ...concealed.cut(text),
      ]),
    redact: (text) => replaced(text, ours(text)),
  }
}

/** Not a part of a longer word or number. */
function isWord(text: string, [start, end]: Span): boolean {
  return !/[A-Za-z0-9]/.test(text.charAt(start - 1)) && !/[A-Za-z0-9]/.test(text.charAt(end))
}

/** Overlapping spans become one replacement. */
function replaced(text: string, spans: readonly Span[]): string {
  let result = ''
  let end = 0
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    if (from >= end) result += text.slice(end, from) + replacement
    end = Math.max(end, to)
  }
  return result + text.slice(end)
}

/** Quickly rules out that a secret begins at a position: a fleet has tens of thousands of secrets and texts. */
class Sieve {
  readonly #marks = new Uint8Array(1 << 14)
  readonly #length: number

  constructor(length: number) {
    this.#length = length
  }

  mark(text: string, at: number): void {
    this.#marks[this.#key(text, at)] = 1
  }

  passes(text: string, at: number): boolean {
    return this.#marks[this.#key(text, at)] === 1
  }

  #key(text: string, at: number): number {
    return (text.charCodeAt(at) & 127) * 128 + (text.charCodeAt(at + this.#length - 1) & 127)
  }
}

/** Finds secrets, and their beginnings, in one pass over a text. */
class Secrets {
  /** By their first characters. */
  readonly #known = new Map<string, Set<string>>()
  readonly #sieve = new Sieve(keyLength)

  add(secret: string): void {
    const key = secret.slice(0, keyLength)
    const sisters = this.#known.get(key) ?? new Set()
    this.#known.set(key, sisters.add(secret))
    this.#sieve.mark(secret, 0)
  }

  whole(text: string): readonly Span[] {
    return this.#find(text, (secret, at) => (text.startsWith(secret, at) ? secret.length : 0))
  }

  /** Finds the beginning of a secret before an ellipsis or the end of the text. */
  cut(text: string): readonly Span[] {
    return this.#find(text, (secret, at) => {
      let length = keyLength
      while (length < secret.length && text.charAt(at + length) === secret.charAt(length)) length++
      const isCut = /^(?:…|\.{2,}|["'’)\]]?\s*$)/.test(text.slice(at + length, at + length + 4))
      return isCut && length >= Math.min(shortestCut, secret.length) ? length : 0
    })
  }

  #find(text: string, lengthAt: (secret: string, at: number) => number): readonly Span[] {
    const spans: Span[] = []
    for (let at = 0; at + keyLength <= text.length; at++) {
      if (!this.#sieve.passes(text, at)) continue
      for (const secret of this.#known.get(text.slice(at, at + keyLength)) ?? []) {
        const length = lengthAt(secret, at)
        if (length > 0) spans.push([at, at + length])
      }
    }
    return spans
  }
}

/**
 * Finds parts of secrets. Only parts with two digits count, extended in both directions as far as the secret matches:
 * parts of a password made of words, such as `password`, occur in many texts of the action.
 */
class Anchors {
  readonly #found = new Map<string, readonly [secret: string, at: number]>()
  readonly #sieve = new Sieve(anchorLength)

  add(secret: string): void {
    for (let at = 0; at + anchorLength <= secret.length; at += anchorStep) {
      const anchor = secret.slice(at, at + anchorLength)
      if (!/\d.*\d/s.test(anchor) || this.#found.has(anchor)) continue
      this.#found.set(anchor, [secret, at])
      this.#sieve.mark(secret, at)
    }
  }

  spans(text: string): readonly Span[] {
    const spans: Span[] = []
    for (let at = 0; at + anchorLength <= text.length; at++) {
      if (!this.#sieve.passes(text, at)) continue
      const [secret, offset] = this.#found.get(text.slice(at, at + anchorLength)) ?? []
      if (secret !== undefined && offset !== undefined) spans.push(grown(text, at, secret, offset))
    }
    return spans
  }
}

function grown(text: string, at: number, secret: string, offset: number): Span {
  let start = 0
  while (start < Math.min(at, offset) && text.charAt(at - start - 1) === secret.charAt(offset - start - 1)) start++
  let end = anchorLength
  while (offset + end < secret.length && text.charAt(at + end) === secret.charAt(offset + end)) end++
  return [at - start, at + end]
}
