import type { CheckResult } from '../../checks/check.ts'
import { historyOf } from '../../history/history.ts'
import type { AppHistory, HistoryState } from '../../history/history.ts'
import { uptimeMs, uptimePercent } from '../../history/record.ts'
import { duration, plural, price } from '../../utils/format.ts'
import type { StepReport } from '../../steps/progress.ts'
import type { AppReport, EndpointReport, Report } from '../report.ts'
import { sentence, upperFirst } from '../verdict.ts'
import type { Problem } from '../verdict.ts'
import { uptimeBars } from './bars.ts'
import { eventList } from './events.ts'
import { html, link, nothing, prose } from './html.ts'
import type { Html } from './html.ts'
import { icon } from './icons.ts'
import { chartDays, panels } from './panels.ts'
import type { PanelContext } from './panels.ts'
import { daysOf, firstRun } from './series.ts'
import { dataTable } from './table.ts'
import { dayName, lasting, problemOf, timeName } from './words.ts'

const day = 86_400_000

export interface SectionContext extends PanelContext {
  /** Of the headings inside. */
  readonly level: 2 | 3
  readonly run: Pick<Report, 'mode' | 'dryRun'>
}

/** Nothing is known of an app whose runs were never recorded. */
export function knownHistory(state: HistoryState | undefined, app: string): AppHistory | undefined {
  const history = state && historyOf(state, app)
  return history && history.points.length + history.spans.length > 0 ? history : undefined
}

/** Everything about one app, the most important part first. */
export function appSection(report: AppReport, history: AppHistory | undefined, context: SectionContext): Html {
  const { now } = context
  const part = (title: string, body: Html): Html =>
    body === nothing ? nothing : html`<section class="part">${heading(title, context.level)}${body}</section>`
  return html`${problem(report)}${facts(report)}${history ? part('Uptime', uptime(history, context)) : nothing}${part(
    history ? `Last ${lasting(Math.min(chartDays * day, now - (firstRun(history) ?? now)))}` : 'This run',
    panels(report, history, context),
  )}${history ? part('Events', eventList(history, context.hover ? 30 : 8)) : nothing}${part(
    context.run.dryRun ? 'Planned steps' : 'Steps',
    steps(report.steps, context.run.dryRun),
  )}${part('Checks', checkLists(report.checks))}${part('Endpoints', endpoints(report))}${part(
    'Context',
    contextList(report),
  )}${history ? dataTable(history, context.now, context.hover ? 31 : 8) : nothing}`
}

function heading(title: string, level: 2 | 3): Html {
  return level === 2 ? html`<h2>${title}</h2>` : html`<h3>${title}</h3>`
}

function problem(report: AppReport): Html {
  const found = problemOf(report)
  return found ? problemBox(found, found.status, found.finding?.docs) : nothing
}

/** What happened, why it probably did, and what to do. */
export function problemBox(
  { what, cause, remedy }: Pick<Problem, 'what' | 'cause' | 'remedy'>,
  tone: 'warn' | 'fail',
  docs?: string,
): Html {
  return html`<div class="problem ${tone}">
    <p>${prose(what)}</p>
    ${cause === undefined ? nothing : html`<p><b>Probable cause</b> ${prose(cause)}</p>`}
    ${remedy === undefined ? nothing : html`<p><b>What to do</b> ${prose(remedy)}</p>`}
    ${docs === undefined ? nothing : html`<p>${link('Docs', docs)}</p>`}
  </div>`
}

function facts({ addon, writer, release, maintenance, changedConfigVars }: AppReport): Html {
  const cost = addon?.price
  const all: readonly (readonly [string, string | undefined])[] = [
    ['Add-on', addon?.name],
    ['Plan', addon?.plan],
    ['Price', cost && price(cost.cents, cost.unit)],
    ['Version', writer && software(writer)],
    ['Release', release === undefined ? undefined : `v${String(release)}`],
    ['Updated config vars', changedConfigVars.length === 0 ? undefined : changedConfigVars.slice(0, 20).join(', ')],
    ['Maintenance', maintenance && maintenance.status !== 'none' ? maintenanceWords(maintenance) : undefined],
  ]
  const known = all.filter(([, value]) => value !== undefined && value !== '')
  if (known.length === 0) return nothing
  return html`<dl class="facts">
    ${known.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`
}

function maintenanceWords({ status, scheduledFor, requiredBy }: NonNullable<AppReport['maintenance']>): string {
  const when = scheduledFor ?? requiredBy
  const time = when === undefined ? Number.NaN : Date.parse(when)
  if (Number.isNaN(time)) return status
  return `${status}, ${scheduledFor === undefined ? 'required by' : 'scheduled for'} ${timeName(time)}`
}

function software({ server, version }: EndpointReport): string | undefined {
  return server && `${{ redis: 'Redis', valkey: 'Valkey' }[server]} ${version ?? ''}`
}

/** The time that the uptime covers. */
export function uptimeSpan(history: AppHistory, now: number): string {
  const known = now - (firstRun(history) ?? now)
  return known <= 0 ? 'in this run' : `in the last ${lasting(Math.min(known, uptimeMs))}`
}

/** `91.89 % in the last 36 hours`. */
export function uptimeWords(history: AppHistory, now: number): string {
  const share = uptimePercent(history, now)
  return share === undefined ? 'unknown' : `${percentExact(share)} ${uptimeSpan(history, now)}`
}

export function uptime(history: AppHistory, { now }: Pick<SectionContext, 'now'>): Html {
  const known = now - (firstRun(history) ?? now)
  const count = known > 31 * day ? 90 : 30
  const days = daysOf(history, now, count)
  const share = uptimePercent(history, now)
  const failed = days.filter((day) => day.failed > 0).length
  const description = `Uptime ${uptimeWords(history, now)}. In the last ${String(count)} days, ${failed === 0 ? 'no run failed' : `runs failed on ${plural(failed, 'day')}`}.`
  return html`<div class="uptime">
    ${uptimeBars(days, description)}
    <p class="ends">
      <span>${dayName(days[0]?.start ?? now)}</span
      ><span
        ><b>${share === undefined ? 'unknown' : percentExact(share)}</b> of the runs ${uptimeSpan(history, now)}
        passed</span
      ><span>today</span>
    </p>
  </div>`
}

/** Two digits: 99.97 is not 100. */
export function percentExact(value: number): string {
  return value === 100 ? '100 %' : `${value.toFixed(2)} %`
}

function steps(all: readonly StepReport[], dryRun: boolean): Html {
  if (all.length === 0) return nothing
  return html`<ul class="checks">
    ${all.map(
      ({ action, detail, done }) =>
        html`<li>
          ${icon(done ? 'pass' : 'skip')}<span class="what"><b>${action}</b> <span>${prose(detail)}</span></span
          ><span class="value">${done ? 'done' : dryRun ? 'planned' : 'not done'}</span>
        </li>`,
    )}
  </ul>`
}

/** What needs attention first; what passed is folded. */
function checkLists(checks: readonly CheckResult[]): Html {
  if (checks.length === 0) return nothing
  const bad = checks.filter(({ status }) => status === 'fail' || status === 'warn')
  const good = checks.filter(({ status }) => status === 'pass' || status === 'skip')
  const skipped = good.filter(({ status }) => status === 'skip').length
  const title = [
    ...(good.length > skipped ? [`${String(good.length - skipped)} passed`] : []),
    ...(skipped > 0 ? [`${String(skipped)} skipped`] : []),
  ].join(', ')
  return html`${list(bad)}${good.length === 0 ? nothing : html`<details${bad.length === 0 ? html` open` : nothing}><summary>${title}</summary>${list(good)}</details>`}`
}

const statusNames = { pass: 'Passed', warn: 'Warning', fail: 'Failed', skip: 'Skipped' } as const

function list(checks: readonly CheckResult[]): Html {
  if (checks.length === 0) return nothing
  return html`<ul class="checks">
    ${checks.map(
      ({ id, target, status, message, value, threshold, hint, docs }) =>
        html`<li>
          ${icon(status)}<span class="what"
            ><b>${id}</b> <span class="target">${target}</span><span class="hidden">, ${statusNames[status]}:</span>
            <span>${prose(message)}</span
            >${hint === undefined || status === 'pass' ? nothing : html`<span class="hint">${prose(hint)} ${link('Docs', docs)}</span>`}</span
          >${value === undefined ? nothing : html`<span class="value">${value}${threshold === undefined ? nothing : html`<small>limit ${threshold}</small>`}</span>`}
        </li>`,
    )}
  </ul>`
}

function endpoints({ writer, reader, replication }: AppReport): Html {
  const sides = [
    { name: 'Writer', endpoint: writer },
    { name: 'Reader', endpoint: reader },
  ].flatMap(({ name, endpoint }) => (endpoint ? [{ name, endpoint }] : []))
  if (sides.length === 0) return nothing
  const cards = sides.map(({ name, endpoint }) => {
    const { host, port, tls, role, latencyMs, certificate, sameServerAs } = endpoint
    const details = [
      tls ? 'TLS' : 'not encrypted',
      sameServerAs === undefined ? role : 'the writer’s server',
      software(endpoint),
      latencyMs && `p95 ${duration(latencyMs.p95)}`,
      certificate && `certificate valid until ${certificate.validTo.slice(0, 10)}`,
    ].filter((detail) => detail !== undefined && detail !== '')
    return html`<div class="endpoint">
      <p class="side">${name}</p>
      <code>${host}:${port}</code>
      <p>${details.join(' · ')}</p>
    </div>`
  })
  const link = replication && html`<p class="note">${prose(upperFirst(sentence(replication.proof)))}</p>`
  return html`<div class="endpoints">${cards}</div>
    ${link}`
}

function contextList({ context }: AppReport): Html {
  if (context.length === 0) return nothing
  return html`<ul class="context">
    ${context
      .slice(0, 20)
      .map(
        ({ kind, message, at, url }) =>
          html`<li>
            <b>${kind}</b> ${message} ${at === undefined ? nothing : html`<time>${timeName(Date.parse(at))}</time>`}
            ${link('Open', url)}
          </li>`,
      )}
  </ul>`
}

/** Since when it fails, where the history knows. */
export function sinceWords({ history }: AppReport, now: number): string {
  const since = history?.failingSince === undefined ? Number.NaN : Date.parse(history.failingSince)
  if (!history || Number.isNaN(since)) return ''
  if (history.transition === 'recovered') return `recovered after ${lasting(now - since)}`
  const ago = `since ${timeName(since)} (${lasting(now - since)})`
  if (history.alarm || history.alarmAfter <= 1) return ago
  return `${ago}, ${String(history.failures)} of ${String(history.alarmAfter)} failures before the alarm`
}
