import { ApiError, invalid, notFound } from './api-error.ts'
import { answer, fields, requiredText, route, type Call, type Route } from './http.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { Addon, State } from './state.ts'

/** A maintenance as a control describes it. Times are ISO 8601; without one, the field is null. */
export interface MaintenancePlan {
  /** `none`, `pending`, `preparing`, `ready` (default), `running`, `completed`, or an unknown state. */
  readonly status?: string
  readonly reason?: string
  /** Default `failover`, with `version` `changeover`. */
  readonly method?: string
  readonly scheduledFor?: string
  readonly requiredBy?: string
  readonly previouslyScheduledFor?: string
  readonly startedAt?: string
  readonly completedAt?: string
  /** The version that the add-on has afterwards. */
  readonly version?: string
  /** When the URL changes. Default `end`. */
  readonly moves?: 'start' | 'end' | 'never'
  /** The status after the last read with `running`. Default `completed`. */
  readonly endsAs?: string
  /** Overrides the behaviour of the same name. */
  readonly prepareReads?: number | 'never'
  /** Overrides the behaviour of the same name. */
  readonly runReads?: number | 'never'
  /** Fields that override those of the answer. */
  readonly raw?: Readonly<Record<string, unknown>>
}

interface Maintenance extends Omit<MaintenancePlan, 'status'> {
  readonly status: string
}

const hour = 60 * 60 * 1000
const usualWindow = 'Tuesdays 18:30 to 22:30 UTC'

/** The maintenances of Redis add-ons. Running one replaces the real server. */
export class Maintenances {
  private readonly state: State
  private readonly lifecycle: Lifecycle
  private readonly current = new Map<Addon, Maintenance>()
  private readonly past = new Map<Addon, Maintenance[]>()
  private readonly windows = new Map<Addon, string>()
  /** Replacements in progress that must finish before the maintenance ends. */
  private readonly moving = new Map<Addon, Promise<void>>()

  constructor(state: State, lifecycle: Lifecycle) {
    this.state = state
    this.lifecycle = lifecycle
  }

  of(addon: Addon): Maintenance | undefined {
    return this.current.get(addon)
  }

  /** Replaces the add-on's maintenance; null removes it. */
  async plan(addon: Addon, plan: MaintenancePlan | null): Promise<void> {
    if (plan === null) return void this.current.delete(addon)
    const maintenance = { ...plan, status: plan.status ?? 'ready' }
    this.current.set(addon, maintenance)
    if (maintenance.status === 'preparing') await this.prepare(addon)
    if (maintenance.status === 'running') await this.start(addon)
  }

  /** Like Heroku at the scheduled time, or another user. */
  async start(addon: Addon): Promise<void> {
    this.update(addon, { status: 'running', startedAt: new Date().toISOString() })
    const { moves = 'end', runReads = this.state.behaviour.runReads } = this.current.get(addon) ?? {}
    // The add-on may be removed before anything awaits the end.
    if (moves === 'start')
      this.moving.set(
        addon,
        this.move(addon).catch(() => undefined),
      )
    if (runReads !== 'never') await this.state.reads.after(runReads, this.readsOf(addon), () => this.finish(addon))
  }

  /** Ends a running maintenance. */
  async finish(addon: Addon): Promise<void> {
    const maintenance = this.current.get(addon)
    if (maintenance?.status !== 'running') return
    const { moves = 'end', endsAs = 'completed' } = maintenance
    if (moves === 'end') await this.move(addon)
    await this.moving.get(addon)
    this.moving.delete(addon)
    this.update(addon, { status: endsAs, completedAt: new Date().toISOString() })
    if (endsAs !== 'completed') return
    this.past.set(addon, [this.current.get(addon) ?? maintenance, ...(this.past.get(addon) ?? [])])
  }

  /** As Heroku represents it. */
  show(addon: Addon): Record<string, unknown> {
    return this.represent(addon, this.current.get(addon) ?? { status: 'none' })
  }

  routes(): readonly Route[] {
    const base = '/data/maintenances/v1'
    const addonOf = (call: Call): Addon => {
      const found = this.state.addons.find(({ id }) => id === call.params['addon'])
      if (found?.plan.service.name !== 'heroku-redis') throw notFound('add-on')
      return found
    }
    const none = new ApiError(404, 'not_found', 'There is no maintenance.')

    return [
      route('GET', `${base}/apps/:app`, (call) => {
        const app = this.state.apps.find(({ id }) => id === call.params['app'])
        if (!app) throw notFound('app')
        const addons = this.state.addonsOf(app).filter(({ plan }) => plan.service.name === 'heroku-redis')
        const { noMaintenance } = this.state.behaviour
        const shown = addons.filter((addon) => this.current.has(addon) || noMaintenance === 'none')
        if (shown.length === 0 && noMaintenance === '404') throw none
        return answer({ maintenances: shown.map((addon) => this.show(addon)) })
      }),
      route('GET', `${base}/:addon`, (call) => {
        const addon = addonOf(call)
        if (!this.current.has(addon) && this.state.behaviour.noMaintenance !== 'none') throw none
        return answer(this.show(addon))
      }),
      route('GET', `${base}/:addon/history/`, (call) => {
        const addon = addonOf(call)
        const limit = Number(call.query.get('limit') ?? 5)
        const past = (this.past.get(addon) ?? []).slice(0, limit)
        return answer({ maintenances: past.map((maintenance) => this.represent(addon, maintenance)) })
      }),
      route('POST', `${base}/:addon/run`, async (call) => {
        const addon = addonOf(call)
        const status = this.current.get(addon)?.status
        if (status === undefined || status === 'none' || status === 'completed') throw none
        if (status !== 'ready' && status !== 'pending') throw invalid(`The maintenance is ${status}.`)
        await this.start(addon)
        return answer(this.schedule(addon))
      }),
      route('POST', `${base}/:addon/schedule`, (call) => {
        const addon = addonOf(call)
        const maintenance = this.current.get(addon)
        if (!maintenance || ['none', 'completed'].includes(maintenance.status)) throw none
        const weeks = Number(fields(call.body)['delay_weeks'])
        if (!Number.isInteger(weeks)) throw invalid('Invalid delay_weeks.')
        const from = maintenance.scheduledFor === undefined ? Date.now() : Date.parse(maintenance.scheduledFor)
        this.update(addon, {
          scheduledFor: new Date(from + weeks * 7 * 24 * hour).toISOString(),
          ...(maintenance.scheduledFor === undefined ? {} : { previouslyScheduledFor: maintenance.scheduledFor }),
        })
        return answer(this.schedule(addon))
      }),
      route('GET', `${base}/:addon/window`, (call) => answer({ window: this.window(addonOf(call)) })),
      route('POST', `${base}/:addon/window`, (call) => {
        const addon = addonOf(call)
        const before = this.window(addon)
        if (before === null) throw invalid('This plan has no maintenance window.')
        this.windows.set(
          addon,
          windowText(requiredText(call.body, 'day_of_week'), requiredText(call.body, 'time_of_day')),
        )
        return answer({ previous_window: before, window: this.window(addon) })
      }),
    ]
  }

  private async prepare(addon: Addon): Promise<void> {
    const { prepareReads = this.state.behaviour.prepareReads } = this.current.get(addon) ?? {}
    if (prepareReads === 'never') return
    await this.state.reads.after(prepareReads, this.readsOf(addon), () => {
      if (this.current.get(addon)?.status === 'preparing') this.update(addon, { status: 'ready' })
    })
  }

  private async move(addon: Addon): Promise<void> {
    const { version } = this.current.get(addon) ?? {}
    // It may have been removed in the meantime.
    if (!addon.database) return
    const replacement = {
      keepPrevious: this.state.behaviour.oldServerStays,
      ...(version === undefined ? {} : { version }),
    }
    await this.lifecycle.moveUrl(addon, (database) =>
      version === undefined ? database.failOver(replacement) : database.move(replacement),
    )
  }

  private update(addon: Addon, change: Partial<Maintenance>): void {
    this.current.set(addon, { ...(this.current.get(addon) ?? { status: 'none' }), ...change })
  }

  private readsOf(addon: Addon): RegExp {
    return new RegExp(`^/data/maintenances/v1/(apps/${addon.app.id}|${addon.id})$`)
  }

  private window(addon: Addon): string | null {
    return addon.plan.limits.standby ? (this.windows.get(addon) ?? usualWindow) : null
  }

  private time(iso: string | undefined): string | null {
    if (iso === undefined) return null
    if (this.state.behaviour.maintenanceDates === 'iso') return iso
    return `${new Date(iso).toISOString().slice(0, 19).replace('T', ' ')} +0000`
  }

  /** The answer to `run` and `schedule` (heroku/cli, test/fixtures/data/maintenances, 2026). */
  private schedule(addon: Addon): Record<string, unknown> {
    const { previously_scheduled_for, required_by, scheduled_for, window } = this.show(addon)
    return { previously_scheduled_for, required_by, scheduled_for, window }
  }

  private represent(addon: Addon, maintenance: Maintenance): Record<string, unknown> {
    const { version, startedAt, completedAt, raw } = maintenance
    const attachments = this.state.attachmentsOf(addon).filter(({ app }) => app === addon.app)
    const window = this.window(addon)
    const seconds =
      startedAt === undefined || completedAt === undefined
        ? null
        : String((Date.parse(completedAt) - Date.parse(startedAt)) / 1000)
    return {
      addon: {
        name: addon.name,
        uuid: addon.id,
        kind: addon.plan.service.name,
        plan: addon.plan.name,
        window,
        attachments: attachments.map(({ name }) => `${name}_URL`),
      },
      app: { name: addon.app.name, uuid: addon.app.id },
      status: maintenance.status,
      reason: maintenance.reason ?? (version === undefined ? 'routine_maintenance' : 'version_upgrade'),
      method: maintenance.method ?? (version === undefined ? 'failover' : 'changeover'),
      scheduled_for: this.time(maintenance.scheduledFor),
      required_by: this.time(maintenance.requiredBy),
      previously_scheduled_for: this.time(maintenance.previouslyScheduledFor),
      started_at: this.time(startedAt),
      completed_at: this.time(completedAt),
      duration_seconds: seconds,
      server_created_at: this.time(addon.createdAt.toISOString()),
      window,
      ...raw,
    }
  }
}

/** `tuesday` and `5:30PM` become `Tuesdays 17:30 to 21:30 UTC`. */
function windowText(day: string, time: string): string {
  const [, hours = '', minutes = '', half = ''] = /^(\d{1,2}):(\d\d) ?([AP]M)?$/i.exec(time) ?? []
  if (!/^(mon|tues|wednes|thurs|fri|satur|sun)day$/i.test(day) || hours === '') throw invalid('Invalid window.')
  const start = (Number(hours) % (half === '' ? 24 : 12)) + (/^p/i.test(half) ? 12 : 0)
  const clock = (at: number): string => `${String(at % 24).padStart(2, '0')}:${minutes}`
  const name = `${day.charAt(0).toUpperCase()}${day.slice(1).toLowerCase()}s`
  return `${name} ${clock(start)} to ${clock(start + 4)} UTC`
}
