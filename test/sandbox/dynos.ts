import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApiError, invalid } from './api-error.ts'
import { answer, fields, optionalText, requiredText, route, type Call, type Route } from './http.ts'
import type { App, State } from './state.ts'

export interface DynoBehaviour {
  /** Scheme of `attach_url`. Shield spaces answer `https`, which is SSH inside. */
  attachScheme: 'rendezvous' | 'https'
  /**
   * True: only one-off dynos can reach the servers of private plans; other connections get no answer. Applies to
   * add-ons that are created afterwards.
   */
  privateNetwork: boolean
}

export const usualDynoBehaviour: DynoBehaviour = { attachScheme: 'rendezvous', privateNetwork: false }

export interface DynoSummary {
  readonly id: string
  readonly name: string
  readonly app: string
  readonly command: string
  readonly size: string
  readonly type: string
  readonly env: Readonly<Record<string, string>>
  /** Seconds; absent: not in the request. */
  readonly timeToLive?: number
  readonly forceNoTty: boolean
  readonly state: 'starting' | 'up' | 'down'
  /** Bytes through the rendezvous, to the dyno and from it. */
  readonly bytesUp: number
  readonly bytesDown: number
}

export interface Traffic {
  readonly dyno: string
  /**
   * Base64 of the bytes to the dyno as Heroku sees them, inside the TLS of the rendezvous. At most the first 16 MiB.
   */
  readonly up: string
  /** The same for the bytes from the dyno. */
  readonly down: string
}

export interface DynoControls {
  /** Running one-off dynos. */
  dynos(): Promise<readonly DynoSummary[]>
  /** All one-off dynos so far, oldest first. */
  allDynos(): Promise<readonly DynoSummary[]>
  /** The maximum number that ran at the same time. */
  mostDynos(): Promise<number>
  /** Kills the process in the dyno, which closes the connection; without a name, in every dyno. */
  killDyno(name?: string): Promise<void>
  /** The traffic through the rendezvous. */
  dynoTraffic(): Promise<readonly Traffic[]>
}

const capturedBytes = 16 * 1024 * 1024

/** Bytes in one direction. */
export class Capture {
  private readonly chunks: Buffer[] = []
  private held = 0
  total = 0

  add(chunk: Buffer): void {
    this.total += chunk.length
    if (this.held >= capturedBytes) return
    this.chunks.push(chunk.subarray(0, capturedBytes - this.held))
    this.held = Math.min(capturedBytes, this.held + chunk.length)
  }

  content(): Buffer {
    return Buffer.concat(this.chunks)
  }
}

export class Dyno {
  readonly id = randomUUID()
  readonly secret = randomBytes(16).toString('hex')
  readonly name: string
  readonly app: App
  readonly command: string
  readonly size: string
  readonly type: string
  readonly env: Readonly<Record<string, string>>
  readonly timeToLive: number | undefined
  readonly forceNoTty: boolean
  readonly createdAt = new Date()
  readonly release: { readonly id: string; readonly version: number }
  readonly up = new Capture()
  readonly down = new Capture()
  state: DynoSummary['state'] = 'starting'
  /** Runs when the dyno ends. */
  onEnd: () => void = () => undefined
  private child: ChildProcess | undefined
  private folder: string | undefined
  private timer: NodeJS.Timeout | undefined

  constructor(app: App, name: string, release: { readonly id: string; readonly version: number }, body: unknown) {
    const given = fields(body)
    this.app = app
    this.name = name
    this.release = { id: release.id, version: release.version }
    this.command = requiredText(body, 'command')
    this.size = optionalText(body, 'size') ?? 'Basic'
    this.type = optionalText(body, 'type') ?? 'run'
    this.forceNoTty = given['force_no_tty'] === true
    this.timeToLive = typeof given['time_to_live'] === 'number' ? given['time_to_live'] : undefined
    const env = Object.entries(given['env'] === undefined ? {} : fields(given['env']))
    this.env = Object.fromEntries(env.map(([key, value]) => [key, String(value)]))
    if (this.timeToLive !== undefined) {
      this.timer = setTimeout(() => this.stop(), this.timeToLive * 1000)
      this.timer.unref()
    }
  }

  /** Process group of everything that the command starts. */
  get group(): number | undefined {
    return this.child?.pid
  }

  /** Runs the command in a real bash. `config` are the app's config vars. */
  start(config: Readonly<Record<string, string>>): ChildProcess {
    this.folder = mkdtempSync(join(tmpdir(), 'dyno-'))
    // On the `cnb` stack, `launcher` sets up the environment of the buildpacks and runs the command.
    const command = this.app.stack === 'cnb' ? this.command.replace(/^launcher /, '') : this.command
    const child = spawn('bash', ['-c', command], {
      cwd: this.folder,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        HOME: this.folder,
        LANG: 'C.UTF-8',
        DYNO: this.name,
        ...config,
        ...this.env,
      },
    })
    this.child = child
    this.state = 'up'
    return child
  }

  /** Kills the command and all its processes. May be called again. */
  stop(): void {
    if (this.state === 'down') return
    this.state = 'down'
    clearTimeout(this.timer)
    const { group, folder } = this
    if (group !== undefined) {
      try {
        process.kill(-group, 'SIGKILL')
      } catch {
        // It has ended by itself.
      }
    }
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
    this.onEnd()
  }

  summary(): DynoSummary {
    const { id, name, app, command, size, type, env, timeToLive, forceNoTty, state } = this
    return {
      id,
      name,
      app: app.name,
      command,
      size,
      type,
      env,
      forceNoTty,
      state,
      ...(timeToLive === undefined ? {} : { timeToLive }),
      bytesUp: this.up.total,
      bytesDown: this.down.total,
    }
  }
}

/** The one-off dynos of all apps. */
export class Dynos {
  private readonly state: State
  private readonly all: Dyno[] = []
  private most = 0

  readonly controls: DynoControls = {
    dynos: async () => this.alive().map((dyno) => dyno.summary()),
    allDynos: async () => this.all.map((dyno) => dyno.summary()),
    mostDynos: async () => this.most,
    killDyno: async (wanted) => {
      for (const dyno of this.alive()) if (wanted === undefined || dyno.name === wanted) dyno.stop()
    },
    dynoTraffic: async () =>
      this.all.map(({ name, up, down }) => ({
        dyno: name,
        up: up.content().toString('base64'),
        down: down.content().toString('base64'),
      })),
  }

  constructor(state: State) {
    this.state = state
  }

  alive(): readonly Dyno[] {
    return this.all.filter(({ state }) => state !== 'down')
  }

  /** The waiting dyno with this secret. */
  waiting(secret: string): Dyno | undefined {
    return this.all.find((dyno) => dyno.secret === secret && dyno.state === 'starting')
  }

  stop(): void {
    for (const dyno of this.alive()) dyno.stop()
  }

  /** `host` is where the rendezvous listens. */
  routes(host: () => string): readonly Route[] {
    const appOf = (call: Call): App => this.state.accessibleApp(call.params['app'] ?? '')
    const dynoOf = (call: Call): Dyno => {
      const app = appOf(call)
      const wanted = call.params['dyno'] ?? ''
      const found = this.alive().find((dyno) => dyno.app === app && (dyno.id === wanted || dyno.name === wanted))
      if (!found) throw new ApiError(404, 'not_found', "Couldn't find that process.", { resource: 'dyno' })
      return found
    }
    const stop = (call: Call) => {
      dynoOf(call).stop()
      return answer({}, 202)
    }
    const show = (dyno: Dyno, attachUrl: string | null) => ({
      attach_url: attachUrl,
      command: dyno.command,
      created_at: dyno.createdAt.toISOString(),
      id: dyno.id,
      name: dyno.name,
      release: dyno.release,
      app: { id: dyno.app.id, name: dyno.app.name },
      size: dyno.size,
      state: dyno.state,
      type: dyno.type,
      updated_at: dyno.createdAt.toISOString(),
    })
    return [
      route('POST', '/apps/:app/dynos', (call) => {
        const app = appOf(call)
        const release = app.releases.findLast(({ settlesAt }) => settlesAt <= Date.now())
        if (!release) throw new ApiError(409, 'conflict', 'There is no release of this app yet.')
        const { attach, time_to_live: seconds } = fields(call.body)
        if (seconds !== undefined && !(Number.isInteger(seconds) && Number(seconds) > 0 && Number(seconds) <= 86_400)) {
          throw invalid('Invalid time_to_live.')
        }
        const dyno = new Dyno(app, `run.${1000 + this.all.length}`, release, call.body)
        this.all.push(dyno)
        this.most = Math.max(this.most, this.alive().length)
        const attachUrl = `${this.state.behaviour.attachScheme}://${host()}/${dyno.secret}`
        return answer(show(dyno, attach === true ? attachUrl : null), 201)
      }),
      route('GET', '/apps/:app/dynos', (call) => {
        const app = appOf(call)
        return answer(this.alive().flatMap((dyno) => (dyno.app === app ? [show(dyno, null)] : [])))
      }),
      route('GET', '/apps/:app/dynos/:dyno', (call) => answer(show(dynoOf(call), null))),
      route('DELETE', '/apps/:app/dynos/:dyno', stop),
      route('POST', '/apps/:app/dynos/:dyno/actions/stop', stop),
    ]
  }
}
