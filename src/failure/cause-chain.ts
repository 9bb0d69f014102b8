import { logLine } from '../utils/escape.ts'

/** However an error came about, it ends: a chain can be a circle. */
const deepest = 8

/**
 * An error and what caused it, one line each, the outermost first. Only name, code and message are read, and never a
 * whole error printed: those of ioredis carry the password in `command.args`.
 */
export function causeChain(error: unknown): string[] {
  const lines: string[] = []
  const seen = new Set<unknown>()
  let current = error
  while (current !== undefined && current !== null && !seen.has(current) && lines.length < deepest) {
    seen.add(current)
    lines.push(`${lines.length === 0 ? '' : 'caused by '}${described(current)}`)
    const inner = read(current, 'errors')
    if (Array.isArray(inner)) {
      for (const each of inner.slice(0, deepest)) lines.push(`- ${described(each)}`)
    }
    current = read(current, 'cause')
  }
  return lines.map((line) => logLine(line, 1_000))
}

function described(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : `a thrown ${typeof error}`
  const word = (key: string): string => {
    const value = read(error, key)
    return typeof value === 'string' ? value : ''
  }
  const code = word('code')
  return `${word('name') || 'Error'}${code === '' ? '' : ` ${code}`}: ${word('message')}`
}

/** A property of whatever was thrown; a getter may throw in turn. */
function read(thing: unknown, key: string): unknown {
  try {
    return typeof thing === 'object' && thing !== null ? (Reflect.get(thing, key) as unknown) : undefined
  } catch {
    return undefined
  }
}
