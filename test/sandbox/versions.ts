import { invalid } from './api-error.ts'
import type { AddonRequest } from './lifecycle.ts'
import type { Behaviour } from './state.ts'

/** Heroku's treatment of the version in a creation. @throws ApiError it is refused */
export function withVersion(request: AddonRequest, { versions, versionAtCreation }: Behaviour): AddonRequest {
  const { version: wanted, ...config } = request.config ?? {}
  if (wanted === undefined || !request.plan.startsWith('heroku-redis')) return request
  if (versionAtCreation === 'ignored') return { ...request, config }
  const version = versionAtCreation === 'taken' ? offeredVersion(wanted, versions) : undefined
  if (version === undefined) throw invalid(`Version ${wanted} is not available.`)
  return { ...request, config: { ...config, version } }
}

/** The newest available version that matches the request: `9` matches 9.1. Undefined: none. */
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
