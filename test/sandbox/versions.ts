import { invalid } from './api-error.ts'
import type { AddonRequest } from './lifecycle.ts'
import type { Behaviour } from './state.ts'

/** What Heroku makes of the version that a creation asks for. @throws ApiError it is refused */
export function withVersion(request: AddonRequest, { versions, versionAtCreation }: Behaviour): AddonRequest {
  const { version: wanted, ...config } = request.config ?? {}
  if (wanted === undefined || !request.plan.startsWith('heroku-redis')) return request
  if (versionAtCreation === 'ignored') return { ...request, config }
  const version = versionAtCreation === 'taken' ? offeredVersion(wanted, versions) : undefined
  if (version === undefined) throw invalid(`Version ${wanted} is not available.`)
  return { ...request, config: { ...config, version } }
}

/** The newest version on offer that the request fits: `9` fits 9.1. Undefined: none does. */
export function offeredVersion(wanted: string, offered: readonly string[]): string | undefined {
  return offered.findLast((version) => version === wanted || version.startsWith(`${wanted}.`))
}

/** Negative: `a` is older. Compares as many parts as both have. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)]
  for (let part = 0; part < Math.min(left.length, right.length); part++) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
