/**
 * Replaces what differs from run to run: ports and ids are numbered in order of appearance, figures
 * become `N`. Everything else is compared exactly.
 */
export function stableText(): (text: string) => string {
  const ports = numbered('PORT')
  const ids = numbered('ID')
  return (text) =>
    text
      .replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:FINGERPRINT')
      .replaceAll(/(run_id|master_replid)(,?) [0-9a-f]{8}/g, '$1$2 HASH')
      .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, ids)
      // The generated name of a new add-on.
      .replaceAll(/(?<=\bredis-\w+-)[0-9a-f]{8}\b/g, ids)
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?/g, 'TIME')
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'TIME UTC')
      .replaceAll(/\buntil \d{4}-\d\d-\d\d/g, 'until DATE')
      .replaceAll(/\b\d{5}\b/g, ports)
      // The version of this machine's redis-server, unless the sandbox reports another.
      .replaceAll(/\b(redis |version=)(?!9\.1\.0)\d+\.\d+\.\d+/gi, '$1VERSION')
      .replaceAll(/(?:\d+ min )?\b\d+(?:\.\d+)?( |&nbsp;)(?:ms|s|min)\b/g, 'N$1ms')
      // A lag below the clock's resolution.
      .replaceAll(/\bin under N ms/g, 'in N ms')
      .replaceAll(/\b\d+(\.\d+)?( |&nbsp;)%/g, 'N$2%')
      .replaceAll(/\b\d+(\.\d+)? (bytes|kB|MB|GB)(?= of \d)/g, 'N MB')
      .replaceAll(/\b\d+(?= of [\d,]+ (connections|\(N %\)))/g, 'N')
      .replaceAll(/^(.*-(?:ms|percent)=).+$/gm, '$1N')
      .replaceAll(/\btime="[\d.]+"/g, 'time="N"')
      .replaceAll(/source=REDIS addon=(\S+) .*?(?=<\/code>|$)/gm, 'source=REDIS addon=$1 …')
      .replaceAll(/(Metrics of the add-on’s log: ).*/g, '$1…')
      .replaceAll(/^( {2}x-axis "milliseconds" | {2}y-axis "round trips" | {2}bar ).*/gm, '$1…')
      // The number of progress lines depends on the duration.
      .replaceAll(/^ *Waiting for .* \(N ms\) …\n/gm, '')
}

function numbered(kind: string): (value: string) => string {
  const seen: string[] = []
  return (value) => {
    if (!seen.includes(value)) seen.push(value)
    return `${kind}-${String(seen.indexOf(value) + 1)}`
  }
}

const progress = /^(\d+) of (\d+) apps done/

/** The log of a fleet shows apps in order of completion: sorts them by name, and keeps only the last count. */
export function withoutOrder(log: readonly string[]): readonly string[] {
  if (!log.some((line) => progress.test(line))) return log
  const groups: string[][] = []
  const others: string[] = []
  let group: string[] | undefined
  for (const line of log) {
    if (line.startsWith('##[group]')) groups.push((group = []))
    if (group) group.push(line)
    else if (isLast(line)) others.push(line)
    if (line === '##[endgroup]') group = undefined
  }
  return [...groups.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)).flat(), ...others]
}

function isLast(line: string): boolean {
  const [, done, all] = progress.exec(line) ?? []
  return done === all
}
