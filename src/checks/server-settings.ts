import type { DatabaseConfig } from '../heroku/data.ts'
import { sanitize } from '../utils/text.ts'
import { type CheckContext, type CheckOutcome, fail, pass, skip } from './outcome.ts'
import type { Subject } from './subject.ts'

/** The names of Redis, as the `settings` input spells them. */
const names = {
  maxmemoryPolicy: 'maxmemory-policy',
  timeout: 'timeout',
  notifyKeyspaceEvents: 'notify-keyspace-events',
} as const satisfies Record<keyof DatabaseConfig, string>

type Key = keyof typeof names

export function settings({ subject, settings: { settings: wanted } }: CheckContext): CheckOutcome {
  const asked = (Object.keys(names) as Key[]).filter((key) => wanted[key] !== undefined)
  if (asked.length === 0) return skip('The `settings` input is empty.')
  const { databaseConfig: facts, addon, dryRun } = subject
  if (addon === undefined) return skip('There is no add-on whose settings could be compared.')
  if (addon.service !== undefined && addon.service !== 'heroku-redis') {
    return skip('Not known: `settings` works for Heroku Key-Value Store only.')
  }
  if (facts?.known !== true) {
    return skip(`Not known: ${facts === undefined ? 'Heroku’s data API was not asked' : sanitize(facts.why, 200)}.`)
  }
  const actual = { ...fromServer(subject), ...facts.value }
  const known = asked.filter((key) => actual[key] !== undefined)
  const different = known.filter((key) => normalize(key, actual[key]) !== normalize(key, wanted[key]))
  if (different.length > 0) {
    const parts = different.map((key) => `${names[key]} is ${shown(actual[key])} instead of ${shown(wanted[key])}`)
    const message = parts.join('; ')
    return dryRun ? skip(`${message}; the planned steps would change it.`) : fail('settings', `${message}.`)
  }
  if (known.length < asked.length) {
    return skip(
      `Not known: Heroku does not report ${asked
        .filter((key) => !known.includes(key))
        .map((key) => names[key])
        .join(', ')}.`,
    )
  }
  return pass(
    `The server settings are as asked for (${asked.map((key) => `${names[key]}=${shown(wanted[key])}`).join(', ')}).`,
  )
}

/** INFO reports the policy as well. */
function fromServer({ probe }: Subject): DatabaseConfig {
  const info = probe?.writer.info?.ok === true ? probe.writer.info.value : undefined
  return info?.maxMemoryPolicy === undefined ? {} : { maxmemoryPolicy: info.maxMemoryPolicy }
}

/** Redis stores the flags of `notify-keyspace-events` in an order of its own; `A` stands for a group of them. */
function normalize(key: Key, value: string | number | undefined): string {
  const text = String(value)
  if (key !== 'notifyKeyspaceEvents') return text
  return [...new Set(text.replace('A', 'g$lshzxetd'))].toSorted().join('')
}

function shown(value: string | number | undefined): string {
  const text = sanitize(String(value), 60)
  return text === '' ? '“”' : text
}
