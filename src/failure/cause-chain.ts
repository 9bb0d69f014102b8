import { logLine } from '../utils/escape.ts'

/** A chain of causes can be a circle. */
const maxDepth = 8

/**
 * An error and its causes, one line each, the outermost first. Only name, code and message are read: the errors of
 * ioredis carry the password in `command.args`, so never print a complete error object.
 */
export function causeChain(error: unknown): string[] {
  const lines: string[] = []
  const seen = new Set<unknown>()
  let current = error
  while (current !== undefined && current !== null && !seen.has(current) && lines.length < maxDepth) {
    seen.add(current)
    lines.push(`${lines.length === 0 ? '' : 'caused by '}${describeError(current)}`)
    const inner = read(current, 'errors')
    if (Array.isArray(inner)) {
      for (const each of inner.slice(0, maxDepth)) lines.push(`- ${describeError(each)}`)
    }
    current = read(current, 'cause')
  }
  return lines.map((line) => logLine(line, 1_000))
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : `a thrown ${typeof error}`
  const text = (key: string): string => {
    const value = read(error, key)
    return typeof value === 'string' ? value : ''
  }
  const code = text('code')
  return `${text('name') || 'Error'}${code === '' ? '' : ` ${code}`}: ${text('message')}`
}

/** Anything can be thrown, also an object whose getters throw. */
function read(thing: unknown, key: string): unknown {
  try {
    return typeof thing === 'object' && thing !== null ? (Reflect.get(thing, key) as unknown) : undefined
  } catch {
    return undefined
  }
}
