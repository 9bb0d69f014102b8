import type { Info } from '../redis/facts.ts'
import { sanitize } from '../utils/text.ts'
import { ifConnected, ifInformed, ifOwnServer } from './preconditions.ts'
import type { Subject } from './subject.ts'
import { bytes, percent, plural } from '../utils/format.ts'
import { grade, named, pass, skip, trouble, warn } from './result.ts'
import type { CheckSettings, Side, Verdict } from './result.ts'

export function memory(subject: Subject, settings: CheckSettings, side: Side): Verdict {
  const limits = settings.memory
  if (limits === null) return skip('Switched off (`memory: off`).')
  return ifOwnServer(subject, side, (info) => {
    const { usedMemory, maxMemory } = info
    if (usedMemory === undefined || maxMemory === undefined) return skip('Not known: INFO does not tell the memory.')
    const used = memoryPercent(info)
    if (used === undefined) return pass(`${named(side)} uses ${bytes(usedMemory)}; the server sets no limit.`)
    const status = grade(used, limits)
    const message = `${named(side)} uses ${bytes(usedMemory)} of ${bytes(maxMemory)} (${percent(used)}).`
    const details = { value: percent(used), threshold: limits.text }
    return status === 'pass' ? pass(message, details) : trouble(status, 'memory', message, details)
  })
}

export function eviction(subject: Subject, settings: CheckSettings, side: Side): Verdict {
  return ifConnected(subject, side, (facts) =>
    ifInformed(facts, (info) => {
      const { maxMemoryPolicy, evictedKeys } = info
      if (maxMemoryPolicy === undefined && evictedKeys === undefined) {
        return skip('Not known: INFO does not tell the eviction policy.')
      }
      const policy = sanitize(maxMemoryPolicy ?? 'unknown', 40)
      const used = memoryPercent(info)
      const near = settings.memory?.warn ?? settings.memory?.fail
      if (maxMemoryPolicy === 'noeviction' && used !== undefined && near !== undefined && used >= near) {
        return warn(
          'eviction',
          `Memory is ${percent(used)} full and the policy is noeviction: once it is full, every write is refused.`,
          { value: policy },
        )
      }
      if (evictedKeys !== undefined && evictedKeys > 0) {
        return warn(
          'eviction',
          `${plural(evictedKeys, 'key')} ${evictedKeys === 1 ? 'was' : 'were'} thrown away for lack of memory since the server started (policy ${policy}).`,
          {
            value: policy,
            hint: 'For a pure cache that is as it should be: add `eviction` to `skip-checks`. Else choose a larger plan or shorter expiries.',
          },
        )
      }
      return pass(`The policy is ${policy} and no key was evicted.`, { value: policy })
    }),
  )
}

export function connections(subject: Subject, settings: CheckSettings, side: Side): Verdict {
  const limits = settings.connections
  if (limits === null) return skip('Switched off (`connections: off`).')
  return ifOwnServer(subject, side, ({ connectedClients, maxClients, rejectedConnections }) => {
    if (connectedClients === undefined || maxClients === undefined || maxClients <= 0) {
      return skip('Not known: INFO does not tell the connections.')
    }
    const used = (connectedClients / maxClients) * 100
    const status = grade(used, limits)
    const details = { value: percent(used), threshold: limits.text }
    const message = `${named(side)} has ${connectedClients} of ${maxClients} connections in use (${percent(used)})`
    if (status !== 'pass') return trouble(status, 'connections', `${message}.`, details)
    return rejectedConnections !== undefined && rejectedConnections > 0
      ? warn('connections', `${message}, and has rejected ${rejectedConnections} since it started.`, {
          ...details,
          hint: 'The limit was reached before: make pools smaller or the plan larger, then clear the count with `heroku redis:stats-reset --app <app>`.',
        })
      : pass(`${message}.`, details)
  })
}

/** Undefined: there is no limit, or it is not known. */
function memoryPercent({ usedMemory, maxMemory }: Info): number | undefined {
  if (usedMemory === undefined || maxMemory === undefined || maxMemory <= 0) return undefined
  return (usedMemory / maxMemory) * 100
}
