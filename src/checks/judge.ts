import { advise } from '../failure/catalogue.ts'
import type { FailureReason } from '../failure/failure.ts'
import type { HerokuFactName } from '../state/heroku-facts.ts'
import { addon, plan } from './addon.ts'
import type { CheckId, CheckTarget, Finding } from './check.ts'
import { latency, read, write } from './commands.ts'
import { config } from './config.ts'
import { connect, tls } from './connect.ts'
import { maintenance, standby } from './maintenance.ts'
import { type CheckContext, type CheckOutcome, skip } from './outcome.ts'
import { replication } from './replication.ts'
import { connections, eviction, memory } from './resources.ts'
import { role } from './role.ts'
import { settings as serverSettings } from './server-settings.ts'
import type { CheckSettings } from './settings.ts'
import { situationOf } from './situation.ts'
import type { Subject } from './subject.ts'
import { trend } from './trend.ts'
import { version } from './version.ts'

export type { CheckSettings } from './settings.ts'

/** What the probe of Redis establishes on request. */
export type FactName = 'info' | 'write' | 'read' | 'lag' | 'latency'

type Needs<Name> = readonly Name[] | ((settings: CheckSettings) => readonly Name[])

/** A row of the table. */
interface Check {
  readonly id: CheckId
  readonly targets: readonly CheckTarget[]
  readonly judge: (context: CheckContext) => CheckOutcome
  /** The input that switches the check off. */
  readonly limit?: 'latency' | 'memory' | 'connections'
  readonly needs?: Needs<FactName>
  readonly needsOfHeroku?: Needs<HerokuFactName>
}

/** In report order. */
const checks: readonly Check[] = [
  { id: 'addon', targets: ['app'], judge: addon },
  { id: 'plan', targets: ['app'], judge: plan, needsOfHeroku: ['plans'] },
  { id: 'standby', targets: ['app'], judge: standby, needsOfHeroku: ['database'] },
  { id: 'maintenance', targets: ['app'], judge: maintenance, needsOfHeroku: ['maintenance'] },
  { id: 'settings', targets: ['app'], judge: serverSettings, needsOfHeroku: whereSettingsAreGiven },
  { id: 'config', targets: ['app'], judge: config },
  { id: 'connect', targets: ['writer', 'reader'], judge: connect },
  { id: 'tls', targets: ['writer', 'reader'], judge: tls },
  { id: 'role', targets: ['writer', 'reader'], judge: role, needs: ['info'] },
  { id: 'write', targets: ['writer'], judge: write, needs: ['write'] },
  // INFO shows whether the reader can have what the writer wrote.
  { id: 'read', targets: ['reader'], judge: read, needs: ['info', 'read'] },
  { id: 'replication', targets: ['pair'], judge: replication, needs: withLagWhereLimited },
  { id: 'latency', targets: ['writer', 'reader'], judge: latency, limit: 'latency', needs: ['latency'] },
  { id: 'memory', targets: ['writer', 'reader'], judge: memory, limit: 'memory', needs: ['info'] },
  { id: 'eviction', targets: ['writer'], judge: eviction, needs: ['info'] },
  { id: 'connections', targets: ['writer', 'reader'], judge: connections, limit: 'connections', needs: ['info'] },
  { id: 'version', targets: ['writer', 'reader'], judge: version, needs: ['info'] },
  { id: 'trend', targets: ['writer'], judge: trend },
]

function withLagWhereLimited({ replicationLag }: CheckSettings): readonly FactName[] {
  return replicationLag === null ? ['info'] : ['info', 'lag']
}

function whereSettingsAreGiven({ settings }: CheckSettings): readonly HerokuFactName[] {
  return Object.values(settings).some((value) => value !== undefined) ? ['database-config'] : []
}

/** The facts about Redis that the enabled checks need. */
export function factsNeeded(settings: CheckSettings): ReadonlySet<FactName> {
  return new Set(running(settings).flatMap(({ needs }) => namesOf(needs, settings)))
}

/** The facts from Heroku that the enabled checks need. */
export function herokuFactsNeeded(settings: CheckSettings): ReadonlySet<HerokuFactName> {
  return new Set(running(settings).flatMap(({ needsOfHeroku }) => namesOf(needsOfHeroku, settings)))
}

function running(settings: CheckSettings): readonly Check[] {
  return checks.filter((check) => switchedOff(check, settings) === undefined)
}

function namesOf<Name>(needs: Needs<Name> | undefined, settings: CheckSettings): readonly Name[] {
  return typeof needs === 'function' ? needs(settings) : (needs ?? [])
}

function nothingLeft({ dryRun }: Subject): string {
  return `Not checked: \`mode: remove\` ${dryRun ? 'would leave' : 'leaves'} nothing to check.`
}

/** Why a check does not run. */
function switchedOff({ id, limit }: Check, settings: CheckSettings): string | undefined {
  if (settings.skipChecks.has(id)) return 'Skipped on request (`skip-checks`).'
  return limit !== undefined && settings[limit] === null ? `Switched off (\`${limit}: off\`).` : undefined
}

/**
 * Judges one app: every check on each of its targets, in report order. Pure, and never throws.
 * `docs` gives the address of the troubleshooting section for a reason.
 */
export function judge(
  subject: Subject,
  settings: CheckSettings,
  docs: (reason: FailureReason) => string,
): readonly Finding[] {
  const outcomes = new Map<string, CheckOutcome | 'in progress'>()
  const outcomeOf = (check: Check, target: CheckTarget): CheckOutcome | undefined => {
    const key = `${check.id} ${target}`
    const known = outcomes.get(key)
    if (known !== undefined) return known === 'in progress' ? undefined : known
    outcomes.set(key, 'in progress')
    const off = subject.mode === 'remove' ? nothingLeft(subject) : switchedOff(check, settings)
    const outcome = off === undefined ? check.judge(contextOf(target)) : skip(off)
    outcomes.set(key, outcome)
    return outcome
  }
  const contextOf = (target: CheckTarget): CheckContext => ({
    subject,
    settings,
    side: target === 'reader' ? 'reader' : 'writer',
    outcomeOf: (id, other) => {
      const check = checks.find((each) => each.id === id && each.targets.includes(other))
      return check && outcomeOf(check, other)
    },
  })
  return checks.flatMap((check) =>
    check.targets.flatMap((target) => {
      const outcome = outcomeOf(check, target)
      return outcome === undefined ? [] : [findingOf(check.id, target, outcome, { subject, settings, docs })]
    }),
  )
}

interface Surroundings {
  readonly subject: Subject
  readonly settings: CheckSettings
  readonly docs: (reason: FailureReason) => string
}

function findingOf(
  id: CheckId,
  target: CheckTarget,
  outcome: CheckOutcome,
  { subject, settings, docs }: Surroundings,
): Finding {
  if (outcome.status === 'pass' || outcome.status === 'skip') return { id, target, ...outcome }
  const { situation, ...problem } = outcome
  const side = target === 'writer' || target === 'reader' ? { side: target } : {}
  const advice = advise(problem.reason, { ...situationOf(subject, { settings, ...side }), ...situation })
  return {
    id,
    target,
    ...problem,
    cause: problem.cause ?? advice.cause,
    hint: problem.hint ?? advice.remedy,
    docs: docs(problem.reason),
  }
}
