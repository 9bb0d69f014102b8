import type { FailureReason } from '../failure/failure.ts'

/** Address of the docs of the running version of this action; empty when the runner does not say where they are. */
export function docsBase(env: Readonly<Record<string, string | undefined>>): string {
  const server = env['GITHUB_SERVER_URL'] ?? ''
  const repository = env['GITHUB_ACTION_REPOSITORY'] ?? ''
  const ref = env['GITHUB_ACTION_REF'] ?? ''
  const wellFormed =
    /^https:\/\/[\w.-]+(:\d{1,5})?$/.test(server) &&
    /^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(repository) &&
    /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(ref)
  return wellFormed ? `${server}/${repository}/blob/${ref}` : ''
}

/** The section of the troubleshooting page for one reason; relative to the action's repository without a base. */
export function docsLink(base: string, reason: FailureReason): string {
  return `${base === '' ? '' : `${base}/`}docs/troubleshooting.md#${reason}`
}
