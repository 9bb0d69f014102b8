import type { Info } from '../redis/facts.ts'
import { ifOwnServer, onHeroku, unprobed } from './reach.ts'
import type { Subject } from './subject.ts'
import { count, short } from './text.ts'
import { named, pass, skip, warn } from './verdict.ts'
import type { CheckSettings, Side, Verdict } from './verdict.ts'

interface SupportEnd {
  readonly server: Info['server']
  /** `major.minor`. */
  readonly release: string
  /** Last day of support; null: it has ended, on a day that was never published. */
  readonly ends: string | null
  readonly source: string
}

/** Looked up on 2026-11-22. Heroku announces these by mail; the sources quote the mails. */
const mail2026 = 'https://github.com/nextstrain/nextstrain.org/issues/1371'
const mail2024 = 'https://github.com/deardurham/dear-petition/issues/493'
const mail2023 = 'https://github.com/sciencehistory/scihist_digicoll/issues/2074'
const list2023 = 'https://github.com/sciencehistory/scihist_digicoll/issues/2122'

/** When Heroku ends its support of a release. Redis and Valkey share Heroku's numbers, but not their own. */
export const supportEnds: readonly SupportEnd[] = [
  { server: 'valkey', release: '7.2', ends: '2026-12-19', source: mail2026 },
  { server: 'redis', release: '7.2', ends: '2026-12-19', source: mail2026 },
  { server: 'redis', release: '7.0', ends: null, source: mail2026 },
  { server: 'redis', release: '6.2', ends: '2024-12-02', source: mail2024 },
  { server: 'redis', release: '6.0', ends: '2023-06-30', source: mail2023 },
  { server: 'redis', release: '5.0', ends: null, source: list2023 },
  { server: 'redis', release: '4.0', ends: null, source: list2023 },
]

const noticeDays = 60
const day = 24 * 60 * 60 * 1000
const names = { redis: 'Redis', valkey: 'Valkey' } as const

export function version(subject: Subject, _: CheckSettings, side: Side): Verdict {
  if (subject.probe === undefined) return skip(unprobed(subject))
  if (!onHeroku(subject, side)) return skip('Judged for Heroku Key-Value Store only.')
  return ifOwnServer(subject, side, (info) => {
    if (info.version === undefined) return skip('Not known: INFO does not tell the version.')
    const value = `${names[info.server]} ${short(info.version, 20)}`
    const support = supportEnds.find((row) => row.server === info.server && row.release === release(info.version ?? ''))
    const message = `${named(side)} runs ${value}`
    if (support === undefined) return pass(`${message}; no end of Heroku’s support is known for it.`, { value })
    if (support.ends === null) return warn('version', `${message}, which Heroku no longer supports.`, { value })
    // The last day still counts.
    const days = Math.floor((Date.parse(support.ends) + day - subject.now) / day)
    if (days < 0 || subject.now >= Date.parse(support.ends) + day) {
      return warn('version', `${message}, which Heroku stopped supporting after ${support.ends}.`, { value })
    }
    const until = `${message}, which Heroku supports until ${support.ends}`
    return days <= noticeDays
      ? warn('version', `${until}, ${count(days, 'day')} from now.`, { value })
      : pass(`${until}.`, { value })
  })
}

function release(version: string): string {
  return version.split('.', 2).join('.')
}
