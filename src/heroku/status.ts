import { withoutUndefined } from '../utils/optional.ts'
import type { Caller } from './calls.ts'
import type { HerokuStatus, Incident, Known } from './data.ts'
import { asObject, listOr, objectOr, ShapeError, textOf, timeOf } from './decode.ts'

export interface StatusCalls {
  /** Heroku's open incidents. One try, two seconds, without the token. */
  currentStatus(): Promise<Known<HerokuStatus>>
}

/** More incidents than this at once are one outage; the status page has the rest. */
const mostIncidents = 10

export function statusCalls(api: Caller): StatusCalls {
  return {
    currentStatus: () =>
      api.bonus(
        {
          method: 'GET',
          url: `${api.hosts.statusUrl}/api/v4/current-status`,
          access: 'public',
          fallback: 'heroku-unavailable',
          decode: statusOf,
        },
        { ms: 2_000, tries: 1 },
      ),
  }
}

export function statusOf(json: unknown): HerokuStatus {
  const { incidents } = asObject<{ incidents: unknown }>(json, 'the status')
  if (!Array.isArray(incidents)) throw new ShapeError('incidents is not a list')
  return { incidents: incidents.slice(0, mostIncidents).flatMap(incidentOf) }
}

function incidentOf(json: unknown): readonly Incident[] {
  const incident = objectOr<{ title: string; created_at: string; full_url: string; updates: unknown }>(json)
  const title = textOf(incident.title)
  if (title === undefined) return []
  const updates = listOr(incident.updates)
    .map((each) => objectOr<{ updated_at: string; created_at: string; contents: string }>(each))
    .map((each) => ({ at: timeOf(each.updated_at) ?? timeOf(each.created_at) ?? '', text: textOf(each.contents) }))
    .toSorted((a, b) => b.at.localeCompare(a.at))
  return [
    withoutUndefined<Incident>({
      title,
      since: timeOf(incident.created_at),
      url: textOf(incident.full_url),
      update: updates.find(({ text }) => text !== undefined)?.text,
    }),
  ]
}
