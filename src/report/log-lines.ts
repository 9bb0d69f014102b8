import type { Finding } from '../checks/check.ts'
import type { EndpointFacts } from '../redis/facts.ts'
import { duration } from '../utils/format.ts'

const marks = { pass: '✓', warn: '!', fail: '✗' } as const

/** A line for each finding; what was not judged comes last, by why. */
export function findingLines(findings: readonly Finding[]): readonly string[] {
  const skipped = Map.groupBy(
    findings.filter(({ status }) => status === 'skip'),
    ({ message }) => message,
  )
  return [
    ...findings.flatMap((each) =>
      each.status === 'skip' ? [] : [`${marks[each.status]} ${named(each)}: ${each.message}`],
    ),
    ...[...skipped].map(([message, group]) => `- ${message} (${group.map(named).join(', ')})`),
  ]
}

function named({ id, target }: Finding): string {
  return target === 'app' || target === 'pair' ? id : `${id} of the ${target}`
}

/** One line of what was met on the way: where, how long each stage took, what is there. */
export function endpointLine({ endpoint: { host, port }, timings, tls, info }: EndpointFacts): string {
  const stages = Object.entries(timings).map(([stage, ms]: [string, number]) => `${stage.slice(0, -2)} ${duration(ms)}`)
  const { protocol, certificate } = tls ?? {}
  const secured = protocol === undefined ? [] : [`${protocol}, certificate sha256:${certificate?.sha256 ?? 'unknown'}`]
  const server = info?.ok === true ? [`${info.value.server} ${info.value.version ?? 'of unknown version'}`] : []
  return [`${host}:${port}`, ...stages, ...secured, ...server].join(' · ')
}
