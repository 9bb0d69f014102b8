/**
 * JSON from outside, refused before it is built when it would take far more memory than its text: 4 MiB of `[[[[…` or
 * `[{},{},…` are hundreds of megabytes of objects. Heroku's answers nest a handful of levels, and a page of 1,000
 * add-ons has about 10,000 lists and objects.
 */
const deepest = 64
const mostContainers = 200_000

/** The parsed text; undefined when it is not JSON, or more of it than an answer of Heroku can be. */
export function parseJson(text: string): unknown {
  if (!isBounded(text)) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const quote = 0x22
const openList = 0x5b
const backslash = 0x5c
const closeList = 0x5d
const openObject = 0x7b
const closeObject = 0x7d

function isBounded(text: string): boolean {
  let depth = 0
  let containers = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      at = endOfText(text, at)
    } else if (code === openList || code === openObject) {
      depth += 1
      containers += 1
      if (depth > deepest || containers > mostContainers) return false
    } else if (code === closeList || code === closeObject) {
      depth -= 1
    }
  }
  return true
}

/** Where the text that begins at this quote ends. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === backslash) at += 1
    else if (code === quote) return at
  }
  return text.length
}
