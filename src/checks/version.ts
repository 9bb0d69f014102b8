import type { Info } from '../redis/facts.ts'
import { plural } from '../utils/format.ts'
import { sanitize } from '../utils/text.ts'
import { isOlder } from '../utils/versions.ts'
import { type CheckContext, type CheckOutcome, fail, pass, skip, warn } from './outcome.ts'
import { ifConnected, ifOwnEndpoint, isOneServer, isOnHeroku } from './preconditions.ts'
import type { Subject } from './subject.ts'

/** What Heroku announced for a version. Days are UTC; the last day of support still counts. */
export interface Lifecycle {
  /** `7.2`, or a major version: `6` stands for all of 6.x. */
  readonly version: string
  /** Not available for new add-ons from this day on. */
  readonly unavailableFrom?: string
  /** Last day of support. Absent: support ended on an unpublished day, or the version is only deprecated. */
  readonly supportedUntil?: string
  readonly isDeprecated?: true
  /** After this day, Heroku upgrades remaining servers at a time that it chooses. */
  readonly forcedAfter?: string
  /** The version that Heroku upgrades to. */
  readonly target?: string
  readonly source: string
}

// As of 2026-11-25. Heroku announces these dates by email; the sources quote the emails.
const mail2026 = 'https://github.com/nextstrain/nextstrain.org/issues/1371'
const mail2024 = 'https://github.com/deardurham/dear-petition/issues/493'
const mail2023 = 'https://github.com/sciencehistory/scihist_digicoll/issues/2074'
const correction2023 = 'https://github.com/sciencehistory/scihist_digicoll/issues/2122'
const mail2021 = 'https://github.com/vacuumlabs/adalite/issues/974'
const devCenter = 'https://devcenter.heroku.com/articles/heroku-redis#version-support-and-legacy-infrastructure'

/** Versions whose support ends or has ended; 8 and later are supported. Redis and Valkey share these numbers. */
export const lifecycles: readonly Lifecycle[] = [
  {
    version: '7.2',
    unavailableFrom: '2026-10-19',
    supportedUntil: '2026-12-19',
    forcedAfter: '2026-12-19',
    target: '9',
    source: mail2026,
  },
  { version: '7', isDeprecated: true, source: devCenter },
  {
    version: '6.2',
    unavailableFrom: '2024-10-02',
    supportedUntil: '2024-12-02',
    forcedAfter: '2024-10-31',
    source: mail2024,
  },
  {
    version: '6',
    unavailableFrom: '2023-04-30',
    supportedUntil: '2023-06-30',
    forcedAfter: '2023-05-30',
    source: mail2023,
  },
  { version: '5', source: correction2023 },
  { version: '4', supportedUntil: '2021-06-30', forcedAfter: '2021-06-30', source: mail2021 },
  { version: '3', source: devCenter },
]

export const noticeDays = 60
const dayMs = 24 * 60 * 60 * 1000
const products = { redis: 'Redis', valkey: 'Valkey' } as const

export function version(context: CheckContext): CheckOutcome {
  const { subject, side } = context
  return ifOwnEndpoint(context, () =>
    ifConnected(context, (facts, probe) => {
      if (side === 'reader' && isOneServer(probe)) return skip('Judged with the writer: both are one server.')
      const info = facts.info?.ok === true ? facts.info.value : facts.hello
      const number = info?.version ?? (side === 'writer' ? fromHeroku(subject) : undefined)
      if (number === undefined) return skip('Not known: neither INFO nor HELLO reports the version.')
      return judge(context, info?.server, number)
    }),
  )
}

/** Heroku's data API reports the version as well. */
function fromHeroku({ database }: Subject): string | undefined {
  return database?.known === true ? database.value.version : undefined
}

function judge(context: CheckContext, server: Info['server'] | undefined, number: string): CheckOutcome {
  const { subject, side } = context
  const value = `${server === undefined ? 'version' : products[server]} ${sanitize(number, 20)}`
  const runs = `The ${side} runs ${value}`
  const support = isOnHeroku(subject, side) ? supportOf(number, subject.now) : undefined
  // The `version` input is about the add-on.
  const wanted = side === 'writer' || isOnHeroku(subject, side) ? context.settings.version : undefined
  if (wanted !== undefined && isOlder(number, wanted)) {
    return mismatch(context, [`${runs}, and \`version\` asks for ${sanitize(wanted, 20)}.`, support?.text], value)
  }
  if (support === undefined) {
    const note = isOnHeroku(subject, side) ? '' : '. Heroku’s support dates do not apply to this server'
    return pass(`${runs}${note}.`, { value })
  }
  const message = `${runs}. ${support.text}`
  return support.isNear ? warn('version', message, { value }) : pass(message, { value })
}

function mismatch(
  { settings, subject }: CheckContext,
  texts: readonly (string | undefined)[],
  value: string,
): CheckOutcome {
  const message = texts.filter((text) => text !== undefined).join(' ')
  const { dryRun, mode } = subject
  if (settings.versionMismatch === 'change' && isOnHeroku(subject, 'writer') && subject.addon?.shared !== true) {
    if (dryRun) return skip(`${message} The planned steps would upgrade it.`)
    if (mode === 'setup') return fail('upgrade-failed', `${message} The upgrade did not take effect.`, { value })
    return warn('version-mismatch', message, { value, hint: 'Run with `mode: setup` to upgrade it (irreversible).' })
  }
  return settings.versionMismatch === 'fail'
    ? fail('version-mismatch', message, { value })
    : warn('version-mismatch', message, { value })
}

/** Support of this version. Undefined: no end is known. */
function supportOf(number: string, now: number): { readonly text: string; readonly isNear: boolean } | undefined {
  const found = lifecycles.find(({ version }) => isPartOf(number, version))
  if (found === undefined) return undefined
  const { version, supportedUntil, isDeprecated, unavailableFrom, forcedAfter, target } = found
  if (supportedUntil === undefined) {
    const text = isDeprecated === true ? 'has deprecated' : 'no longer supports'
    return { text: `Heroku ${text} version ${version}.`, isNear: true }
  }
  const days = daysLeft(supportedUntil, now)
  const isOver = days < 0
  const left = days === 0 ? 'today' : `in ${plural(days, 'day')}`
  const support = isOver
    ? `Heroku’s support for version ${version} ended on ${supportedUntil}.`
    : `Heroku’s support for version ${version} ends on ${supportedUntil} (${left}).`
  const forced =
    forcedAfter === undefined
      ? ''
      : ` ${daysLeft(forcedAfter, now) < 0 ? 'It is upgraded' : `After ${forcedAfter} it is upgraded`}${target === undefined ? '' : ` to ${target}`} at a time that Heroku chooses.`
  const gone =
    unavailableFrom !== undefined && now >= Date.parse(unavailableFrom)
      ? ' It is no longer available for new add-ons.'
      : ''
  return { text: `${support}${forced}${gone}`, isNear: days <= noticeDays }
}

/** Full days until the end of a day; 0 on that day, negative after it. */
function daysLeft(day: string, now: number): number {
  return Math.floor((Date.parse(day) + dayMs - 1 - now) / dayMs)
}

/** `7.2.4` is part of `7.2` and of `7`. */
function isPartOf(number: string, version: string): boolean {
  return number === version || number.startsWith(`${version}.`)
}
