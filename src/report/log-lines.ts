import type { Finding } from '../checks/check.ts'
import { causeChain } from '../failure/cause-chain.ts'
import type { Failure } from '../failure/failure.ts'
import type { EndpointFacts, ProbeFacts } from '../redis/facts.ts'
import { duration } from '../utils/format.ts'

const marks = { pass: '✓', warn: '!', fail: '✗' } as const

/** One line for each finding; what was skipped comes last, one line for each reason. */
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

/** What went wrong, and the errors that caused it, one line each. */
export function errorLines(error: Failure): readonly string[] {
  const [, ...causes] = causeChain(error)
  return [`${marks.fail} ${error.message}`, ...causes]
}

function named({ id, target }: Finding): string {
  return target === 'app' || target === 'pair' ? id : `${id} of the ${target}`
}

/** What was met on the way to writer and reader, one line each; one line where both are one endpoint. */
export function endpointLines({ writer, reader }: Pick<ProbeFacts, 'writer' | 'reader'>): readonly string[] {
  const same = (['host', 'port', 'username', 'tls'] as const).every(
    (key) => writer.endpoint[key] === reader.endpoint[key],
  )
  return same
    ? [`writer and reader ${endpointLine(writer)}`]
    : [`writer ${endpointLine(writer)}`, `reader ${endpointLine(reader)}`]
}

/** Where, how long each stage took, and what is there. */
function endpointLine({ endpoint: { host, port }, timings, tls, info }: EndpointFacts): string {
  const stages = Object.entries(timings).map(([stage, ms]: [string, number]) => `${stage.slice(0, -2)} ${duration(ms)}`)
  const { protocol, certificate } = tls ?? {}
  const secured = protocol === undefined ? [] : [`${protocol}, certificate sha256:${certificate?.sha256 ?? 'unknown'}`]
  const server = info?.ok === true ? [`${info.value.server} ${info.value.version ?? '(unknown version)'}`] : []
  return [`${host}:${port}`, ...stages, ...secured, ...server].join(' · ')
}
