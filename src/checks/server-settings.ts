import type { DatabaseConfig } from '../heroku/data.ts'
import { differingSettings, settingNames as names, wantedSettings } from '../state/server-settings.ts'
import { sanitize } from '../utils/text.ts'
import { type CheckContext, type CheckOutcome, fail, pass, skip } from './outcome.ts'
import type { Subject } from './subject.ts'

export function settings({ subject, settings: { settings: wanted } }: CheckContext): CheckOutcome {
  const asked = wantedSettings(wanted)
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
  const different = differingSettings(wanted, actual).filter((key) => known.includes(key))
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
    `The server settings match \`settings\` (${asked.map((key) => `${names[key]}=${shown(wanted[key])}`).join(', ')}).`,
  )
}

/** INFO reports the policy as well. */
function fromServer({ probe }: Subject): DatabaseConfig {
  const info = probe?.writer.info?.ok === true ? probe.writer.info.value : undefined
  return info?.maxMemoryPolicy === undefined ? {} : { maxmemoryPolicy: info.maxMemoryPolicy }
}

function shown(value: string | number | undefined): string {
  const text = sanitize(String(value), 60)
  return text === '' ? '“”' : text
}
