import { randomUUID } from 'node:crypto'
import { answer, route, type Route } from './http.ts'

/** An open incident. Times are ISO 8601. */
export interface OpenIncident {
  readonly title: string
  /** Default `Data`. */
  readonly system?: 'Apps' | 'Data' | 'Tools'
  /** Color of the system as long as the incident is open. Default `red`. */
  readonly color?: string
  /** Default: now. */
  readonly since?: string
  /** Text of its newest update. */
  readonly update?: string
}

export interface StatusControls {
  openIncident(incident: OpenIncident): Promise<void>
  /** Replaces the answer; null: with the open incidents again. */
  setStatusPage(body: unknown): Promise<void>
  /** Closes every incident. */
  clearIncidents(): Promise<void>
}

/** Heroku's status API: a separate host, without token. */
export class Status {
  private incidents: OpenIncident[] = []
  private replaced: unknown = null

  readonly controls: StatusControls = {
    openIncident: async (incident) => void this.incidents.unshift({ since: new Date().toISOString(), ...incident }),
    setStatusPage: async (body) => void (this.replaced = body),
    clearIncidents: async () => void (this.incidents = []),
  }

  routes(): readonly Route[] {
    return [
      route('GET', '/api/v4/current-status', () => answer(this.replaced ?? this.current()), { needsToken: false }),
    ]
  }

  private current(): unknown {
    const status = (['Apps', 'Data', 'Tools'] as const).map((system) => {
      const incident = this.incidents.find((other) => (other.system ?? 'Data') === system)
      return { system, status: incident ? (incident.color ?? 'red') : 'green' }
    })
    return { status, incidents: this.incidents.map(represent), scheduled: [] }
  }
}

function represent({ title, since, update }: OpenIncident, index: number): unknown {
  const id = 2500 + index
  const updates = [
    { id: randomUUID(), incident_id: id, update_type: 'issue', contents: update ?? title, updated_at: since },
  ]
  return {
    id,
    state: 'open',
    title,
    created_at: since,
    updated_at: since,
    full_url: `https://status.heroku.com/incidents/${id}`,
    updates,
  }
}
