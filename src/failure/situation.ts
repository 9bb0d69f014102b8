/**
 * The facts that the advice for a failure depends on. An absent field is not known;
 * with nothing known, the advice is general. Plain data without secrets.
 */
export interface Situation {
  readonly app?: string
  /** Name of the Redis add-on, as the Heroku CLI takes it. */
  readonly addon?: string
  readonly mode?: 'setup' | 'check' | 'rotate' | 'remove'
  /** Who runs the server: Heroku Key-Value Store, or someone else (another add-on provider, the user). */
  readonly provider?: 'heroku' | 'other'
  /** `heroku-redis:premium-0`. */
  readonly plan?: string
  /** Another app owns the add-on. */
  readonly shared?: boolean
  /** The app that owns the add-on, when it is shared. */
  readonly owner?: string
  readonly side?: 'writer' | 'reader'
  /** The server is not the add-on's: the `reader` input points to it. */
  readonly ownServer?: boolean
  /** Whether the app's config vars for this endpoint agree with their source. */
  readonly variables?: 'fresh' | 'stale'
  /** The config var that the endpoint comes from (`REDIS_URL`), or `reader` for a URL in that input. */
  readonly source?: string
  /** The config var that decides whether clients use TLS: `REDIS_WRITER_TLS`. */
  readonly tlsVariable?: string
  /** Whether writer and reader are one server. */
  readonly servers?: 'one' | 'two'
  /** Where the connection failed. */
  readonly stage?: 'dns' | 'tcp' | 'tls' | 'login' | 'command'
  /** No route from here to the server's address, or no network of its kind (IPv6). */
  readonly unreachable?: boolean
  /** The reason is the most likely of several with the same symptoms. */
  readonly probable?: boolean
  /** The runner uses an HTTP proxy. */
  readonly proxy?: boolean
  readonly tlsVerify?: 'none' | 'full' | 'pin'
  /** SHA-256 of the certificate that the server presented, hexadecimal. */
  readonly fingerprint?: string
  readonly probeFrom?: 'runner' | 'dyno'
  /** This run created, moved or restarted the server. */
  readonly changed?: boolean
  /** State of the add-on's maintenance. */
  readonly maintenance?: 'ready' | 'running' | 'completed'
}

/** Cause and next step: sentences with a full stop. */
export interface Advice {
  /** The probable cause. */
  readonly cause: string
  /** What to do next. */
  readonly remedy: string
}

/** One reason's texts. A function where they depend on the situation. */
export interface Entry {
  /** Short, without a full stop, for a heading or an annotation's title. */
  readonly title: string
  readonly cause: Text
  readonly remedy: Text
}

export type Text = string | ((situation: Situation) => string)

/** Sentences in one paragraph; absent ones are omitted. */
export function sentences(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter(Boolean).join(' ')
}

/** `mode: setup` would write the current values: in `check` mode, unless the config vars match their source. */
export function setupHelps({ mode, variables, ownServer }: Situation): boolean {
  if (mode === undefined) return variables !== 'fresh' && ownServer !== true
  return mode === 'check' && variables === 'stale'
}

/** Heroku Key-Value Store runs the server; assumed when nothing else is known. */
export function isHeroku({ provider, ownServer }: Situation): boolean {
  return provider !== 'other' && ownServer !== true
}

/** Where the endpoint's URL can be read: `REDIS_URL`, the `reader` input, or a description. */
export function sourceOf({ source, side }: Situation): string {
  if (source === undefined) return side === 'reader' ? 'the reader’s URL' : 'the Redis URL'
  return source === 'reader' ? 'the `reader` input' : `\`${source}\``
}

/** The same at the beginning of a sentence. */
export function sourceAsSubject(situation: Situation): string {
  const source = sourceOf(situation)
  return source.charAt(0).toUpperCase() + source.slice(1)
}

const pasteable = /^[A-Za-z0-9][\w.-]{0,254}$/

/**
 * A Heroku CLI command with this add-on and app, ready to paste: `` `heroku redis:info redis-round-1 --app my-app` ``.
 */
export function command(name: string, situation: Situation, { addon = true, options = '' } = {}): string {
  const { app, owner } = situation
  const target = addon && isPasteable(situation.addon) ? ` ${situation.addon}` : ''
  // The Heroku CLI finds the data of a shared add-on only by the name of the owning app.
  const on = addon && situation.shared === true && isPasteable(owner) ? owner : app
  return `\`heroku ${name}${target}${options === '' ? '' : ` ${options}`}${isPasteable(on) ? ` --app ${on}` : ''}\``
}

function isPasteable(name: string | undefined): name is string {
  return name !== undefined && pasteable.test(name)
}

/** “See …”: where the current state of the server is shown. */
export function whereToLook(situation: Situation): string {
  if (situation.ownServer === true) return 'the status and logs of the server'
  return isHeroku(situation)
    ? command('redis:info', situation)
    : `the add-on’s dashboard (${command('addons:open', situation)})`
}

/** “…, contact support”: who can help when the server itself is at fault. */
export function support(situation: Situation): string {
  return isHeroku(situation) ? 'open a ticket at https://help.heroku.com' : 'contact the provider of the server'
}

/** “…, or choose a larger plan”. */
export function largerPlan(situation: Situation): string {
  if (situation.ownServer === true) return 'use a larger server'
  return situation.shared === true ? `ask ${ownerOf(situation)} for a larger plan` : 'choose a larger plan'
}

/** Who has to act on a shared add-on. */
export function ownerOf({ owner }: Situation): string {
  return isPasteable(owner) ? `the app that owns the add-on (${owner})` : 'the app that owns the add-on'
}

/** A Redis setting of the add-on: how it is changed there. */
export function changeSetting(situation: Situation, key: string, value: string): string {
  if (!isHeroku(situation)) return `set \`${key}\` to \`${value}\` on the server`
  return situation.shared === true
    ? `set \`settings: ${key}=${value}\` on ${ownerOf(situation)}`
    : `set \`settings: ${key}=${value}\``
}

/** Plans that only apps in the same space can reach. */
export function isInsideSpace(situation: Situation): boolean {
  return isHeroku(situation) && /:(?:private|shield)-/.test(situation.plan ?? '')
}
