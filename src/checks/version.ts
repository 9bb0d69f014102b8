import type { Info } from '../redis/facts.ts'
import { sanitize } from '../utils/text.ts'
import { ifOwnServer, onHeroku } from './preconditions.ts'
import type { Subject } from './subject.ts'
import { plural } from '../utils/format.ts'
import { named, pass, skip, warn } from './result.ts'
import type { CheckSettings, Side, Verdict } from './result.ts'

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
  return ifOwnServer(subject, side, ({ server, version }) => {
    if (version === undefined) return skip('Not known: INFO does not tell the version.')
    const value = `${names[server]} ${sanitize(version, 20)}`
    const runs = `${named(side)} runs ${value}`
    if (!onHeroku(subject, side)) return pass(`${runs}; Heroku’s dates do not apply to this server.`, { value })

    const support = supportEnds.find((row) => row.server === server && row.release === release(version))
    if (support === undefined) return pass(`${runs}; no end of Heroku’s support is known for it.`, { value })
    if (support.ends === null) return warn('version', `${runs}, which Heroku no longer supports.`, { value })
    // The last day still counts.
    const days = Math.floor((Date.parse(support.ends) + day - 1 - subject.now) / day)
    if (days < 0) return warn('version', `${runs}, which Heroku stopped supporting after ${support.ends}.`, { value })
    const until = `${runs}, which Heroku supports until ${support.ends}`
    if (days > noticeDays) return pass(`${until}.`, { value })
    return warn('version', `${until} (${days === 0 ? 'today' : `${plural(days, 'day')} from now`}).`, { value })
  })
}

function release(version: string): string {
  return version.split('.', 2).join('.')
}
