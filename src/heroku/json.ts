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

function isBounded(text: string): boolean {
  let depth = 0
  let containers = 0
  let isInText = false
  let isEscaped = false
  // Not `for … of`, which takes twice as long: a list of a thousand add-ons is a megabyte.
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (isEscaped) {
      isEscaped = false
    } else if (character === '\\') {
      isEscaped = true
    } else if (character === '"') {
      isInText = !isInText
    } else if (!isInText && (character === '[' || character === '{')) {
      depth += 1
      containers += 1
      if (depth > deepest || containers > mostContainers) return false
    } else if (!isInText && (character === ']' || character === '}')) {
      depth -= 1
    }
  }
  return true
}
