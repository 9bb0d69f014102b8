import type { FailureReason } from '../failure/failure.ts'
import { addressed } from '../failure/catalogue.ts'
import { addon as addonCheck, config, plan } from './heroku.ts'
import { checkIds } from './check.ts'
import type { CheckId, Finding } from './check.ts'
import { connect, tls } from './connect.ts'
import { connections, eviction, memory } from './resources.ts'
import { replication, role } from './replication.ts'
import { latency, read, write } from './commands.ts'
import type { Subject } from './subject.ts'
import { skip } from './result.ts'
import type { Check, CheckSettings, Side, Verdict } from './result.ts'
import { version } from './version.ts'

export type { CheckSettings } from './result.ts'

const checks: Readonly<Record<CheckId, readonly Check[]>> = {
  addon: [{ target: 'app', judge: addonCheck }],
  plan: [{ target: 'app', judge: plan }],
  standby: [{ target: 'app', judge: notImplemented }],
  maintenance: [{ target: 'app', judge: notImplemented }],
  settings: [{ target: 'app', judge: notImplemented }],
  config: [{ target: 'app', judge: config }],
  connect: [on('writer', connect), on('reader', connect)],
  tls: [on('writer', tls), on('reader', tls)],
  role: [on('writer', role), on('reader', role)],
  write: [on('writer', write)],
  read: [on('reader', read)],
  replication: [{ target: 'pair', judge: replication }],
  latency: [on('writer', latency), on('reader', latency)],
  memory: [on('writer', memory), on('reader', memory)],
  eviction: [on('writer', eviction)],
  connections: [on('writer', connections), on('reader', connections)],
  version: [on('writer', version), on('reader', version)],
  trend: [on('writer', notImplemented)],
}

/**
 * Judges one app: every check on every target it has, in report order. Pure, and never throws.
 * `docs` gives the address to read on for a reason.
 */
export function judge(
  subject: Subject,
  settings: CheckSettings,
  docs: (reason: FailureReason) => string,
): readonly Finding[] {
  const { app, addon } = subject
  return checkIds.flatMap((id) =>
    checks[id].map(({ target, judge }) => {
      const verdict = settings.skipChecks.has(id)
        ? skip('Skipped on request (`skip-checks`).')
        : judge(subject, settings)
      const hint =
        'hint' in verdict && verdict.hint !== undefined ? addressed(verdict.hint, app, addon?.name) : undefined
      const place = { id, target, ...verdict, ...(hint === undefined ? {} : { hint }) }
      return verdict.status === 'warn' || verdict.status === 'fail' ? { ...place, docs: docs(verdict.reason) } : place
    }),
  )
}

function notImplemented(): Verdict {
  return skip('Not known.')
}

function on(side: Side, judge: (subject: Subject, settings: CheckSettings, side: Side) => Verdict): Check {
  return { target: side, judge: (subject, settings) => judge(subject, settings, side) }
}
