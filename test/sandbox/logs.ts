import { randomUUID } from 'node:crypto'
import { freemem, loadavg, totalmem } from 'node:os'
import { Readable } from 'node:stream'
import { ApiError } from './api-error.ts'
import { answer, fields, optionalText, route, type Call, type Route } from './http.ts'
import type { App, Attachment, State } from './state.ts'

export interface LogBehaviour {
  /** `mixed`: a log session for one source also has the app's own lines. */
  logLines: 'mixed' | 'filtered'
  /** Log format for apps of the Cedar generation. Apps of the `cnb` stack always get an endless event stream. */
  logFormat: 'text' | 'events'
}

export const usualLogBehaviour: LogBehaviour = { logLines: 'mixed', logFormat: 'text' }

export interface LogControls {
  /** Adds lines to the app's log. */
  log(app: string, lines: readonly string[]): Promise<void>
}

interface Session {
  readonly app: App
  readonly source: string | undefined
  readonly lines: number
  readonly endless: boolean
}

/** The number of lines that Heroku keeps (Dev Center, "Logging"). */
const kept = 1500

/** Log sessions of apps, with the metrics of their Redis add-ons. The lines are served from another origin. */
export class Logs {
  private readonly state: State
  private readonly sessions = new Map<string, Session>()
  private readonly lines = new Map<App, string[]>()

  readonly controls: LogControls = {
    log: async (app, lines) => void this.linesOf(this.state.app(app)).push(...lines),
  }

  constructor(state: State) {
    this.state = state
  }

  /** Routes of the Platform API. `origin` serves the lines. */
  platformRoutes(origin: () => string): readonly Route[] {
    return [
      route('POST', '/apps/:app/log-sessions', (call) => {
        const app = this.state.accessibleApp(call.params['app'] ?? '')
        const id = randomUUID()
        this.sessions.set(id, sessionFor(app, call))
        const now = new Date().toISOString()
        const logplexUrl = `${origin()}/sessions/${id}?srv=${Math.floor(Date.now() / 1000)}`
        return answer({ created_at: now, id, logplex_url: logplexUrl, updated_at: now }, 201)
      }),
    ]
  }

  /** Routes of the origin with the lines. The address is the secret; there is no token. */
  sessionRoutes(): readonly Route[] {
    return [
      route(
        'GET',
        '/sessions/:session',
        async (call) => {
          const session = this.sessions.get(call.params['session'] ?? '')
          if (!session) throw new ApiError(404, 'not_found', 'There is no such session.')
          const asEvents =
            session.endless ||
            this.state.behaviour.logFormat === 'events' ||
            call.headers.accept?.includes('text/event-stream') === true
          return stream(await this.read(session), asEvents, session.endless)
        },
        { needsToken: false },
      ),
    ]
  }

  private linesOf(app: App): string[] {
    const found = this.lines.get(app) ?? [
      `${time()} heroku[web.1]: State changed from starting to up`,
      `${time()} app[web.1]: GET /orders 200 12ms`,
    ]
    this.lines.set(app, found)
    return found
  }

  private async read({ app, source, lines }: Session): Promise<readonly string[]> {
    const attachments = this.state.attachmentsOf(app).filter(({ addon }) => addon.plan.service.name === 'heroku-redis')
    const own = this.linesOf(app)
    const half = Math.ceil(own.length / 2)
    const metrics = await Promise.all(attachments.map(sample))
    const all = [...own.slice(0, half), ...metrics.flat(), ...own.slice(half)].slice(-kept)
    const filtered =
      source === undefined || this.state.behaviour.logLines === 'mixed'
        ? all
        : all.filter((line) => new RegExp(`^\\S+ \\w+\\[${source}[\\].]`).test(line))
    return filtered.slice(-lines)
  }
}

function sessionFor(app: App, { body = {} }: Call): Session {
  const { lines, tail } = fields(body)
  // The CLI says `dyno`, the published schema `dyno_name`.
  const source = optionalText(body, 'dyno') ?? optionalText(body, 'dyno_name')
  const isFir = app.stack === 'cnb'
  return {
    app,
    source,
    lines: isFir || typeof lines !== 'number' ? kept : lines,
    endless: isFir || tail === true,
  }
}

function stream(lines: readonly string[], asEvents: boolean, endless: boolean) {
  const text = asEvents
    ? [': heartbeat\n\n', ...lines.map((line, index) => `id: ${index + 1}\ndata: ${line}\n\n`)]
    : lines.map((line) => `${line}\n`)
  const body = new Readable({ read: () => undefined })
  body.push(text.join(''))
  if (!endless) body.push(null)
  return answer(body, 200, { 'Content-Type': asEvents ? 'text/event-stream' : 'text/plain; charset=utf-8' })
}

/** One line of metrics, with the real numbers (Dev Center; apiaryio/heroku-datadog-drain-golang#27, 2016). */
async function sample({ name, addon }: Attachment): Promise<string[]> {
  if (!addon.database) return []
  const info = await addon.database.primary.command('INFO').then(String, () => undefined)
  // A server that is down logs nothing.
  if (info === undefined) return []
  const read = (field: string): number => Number(new RegExp(`^${field}:(\\S+)`, 'm').exec(info)?.[1] ?? 0)
  const [hits, misses] = [read('keyspace_hits'), read('keyspace_misses')]
  const [load1 = 0, load5 = 0, load15 = 0] = loadavg()
  const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)}kB`
  const values = {
    // Without the connection of this query.
    'active-connections': Math.max(0, read('connected_clients') - 1),
    'load-avg-1m': load1.toFixed(3),
    'load-avg-5m': load5.toFixed(3),
    'load-avg-15m': load15.toFixed(3),
    'read-iops': 0,
    'write-iops': 0,
    'memory-total': kilobytes(totalmem()),
    'memory-free': kilobytes(freemem()),
    'memory-cached': '0kB',
    'memory-redis': `${read('used_memory')}bytes`,
    'hit-rate': hits + misses === 0 ? 0 : (hits / (hits + misses)).toFixed(5),
    'evicted-keys': read('evicted_keys'),
  }
  const samples = Object.entries(values).map(([field, value]) => `sample#${field}=${value}`)
  return [`${time()} app[heroku-redis]: source=${name} addon=${addon.name} ${samples.join(' ')}`]
}

function time(): string {
  return new Date().toISOString().replace('Z', '000+00:00')
}
