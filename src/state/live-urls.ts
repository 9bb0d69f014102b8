import type { Attachment } from '../heroku/api.ts'
import { parseRedisUrl } from '../redis/endpoint.ts'
import type { Endpoint } from '../redis/facts.ts'
import type { Secret } from '../utils/secret.ts'
import type { RedisAddon } from './addon.ts'
import type { Known } from './known.ts'
import { attachmentsHere, ownedNames } from './observed.ts'
import { configName, type StateSettings } from './settings.ts'
import { sourcesOf } from './sources.ts'

/**
 * State of `<PREFIX>_URL`, if `fields` has `url`. With an attachment of the add-on named `<PREFIX>`, Heroku itself
 * keeps the config var current.
 */
export interface ManagedUrl {
  /** `REDIS_WRITER`: the name of the attachment. */
  readonly prefix: string
  /** `REDIS_WRITER_URL`. */
  readonly configVar: string
  readonly how: UrlState
}

export type UrlState =
  /** Heroku keeps it current. */
  | { readonly kind: 'live' }
  /** The attachment exists without its config var: `heroku rollback` can remove it (heroku/heroku-cli-util). */
  | { readonly kind: 'lost'; readonly attachment: Attachment }
  /** It can be attached; `replaces`: a plain config var with an older copy has the name. */
  | { readonly kind: 'attach'; readonly replaces: boolean }
  /** It has to be a copy. */
  | { readonly kind: 'copy' }
  /** The name is taken by an unmanaged config var, or by the attachment of another add-on. */
  | { readonly kind: 'conflict'; readonly with: 'config-var' | 'attachment' }

/** Heroku's rule for the names of attachments. */
const attachmentName = /^[A-Z][A-Z0-9_]*$/

/** Writer first. Empty: `fields` has no `url`. */
export function managedUrls(known: Known, settings: StateSettings): readonly ManagedUrl[] {
  if (!settings.fields.includes('url')) return []
  const { writerPrefix, readerPrefix } = settings
  return [
    managedUrl(writerPrefix, true, known, settings),
    managedUrl(readerPrefix, readsFromAddon(known, settings), known, settings),
  ]
}

/** Heroku writes it, not the action. */
export function isKeptByHeroku({ how }: ManagedUrl): boolean {
  return how.kind === 'live' || how.kind === 'lost' || how.kind === 'attach'
}

function managedUrl(prefix: string, isOwn: boolean, known: Known, settings: StateSettings): ManagedUrl {
  const configVar = configName(prefix, 'url')
  return { prefix, configVar, how: stateOf(prefix, configVar, isOwn, known, settings) }
}

function stateOf(prefix: string, configVar: string, isOwn: boolean, known: Known, settings: StateSettings): UrlState {
  const { addon, observed, attached, copied } = known
  const attachment = attachmentsHere(observed).find(({ name }) => name === prefix)
  if (!isOwn) return { kind: 'copy' }
  if (attachment && addon && attachment.addon.id === addon.id) {
    // Attaching again does not help if this run has just done so, or if it is the owner's last attachment.
    const others = attachmentsHere(observed).filter((each) => each !== attachment && each.addon.id === addon.id)
    const isFinal = attached.includes(prefix) || (others.length === 0 && !addon.shared)
    return observed.config.has(configVar) || isFinal ? { kind: 'live' } : { kind: 'lost', attachment }
  }
  if (addon?.configVars.includes(configVar) === true) return { kind: 'live' }
  if (attachment || ownedByOthers(known).has(configVar)) return { kind: 'conflict', with: 'attachment' }
  if (!attachmentName.test(prefix) || copied.includes(prefix)) return { kind: 'copy' }
  const value = observed.config.get(configVar)
  if (value === undefined) return { kind: 'attach', replaces: false }
  return isOurCopy(value, prefix, known, settings)
    ? { kind: 'attach', replaces: true }
    : { kind: 'conflict', with: 'config-var' }
}

/** Config vars that belong to attachments of other add-ons. */
function ownedByOthers({ addon, observed }: Known): ReadonlySet<string> {
  const addons = observed.addons.filter(({ id }) => id !== addon?.id)
  const attachments = observed.attachments.filter((each) => each.addon.id !== addon?.id)
  return ownedNames({ ...observed, addons, attachments })
}

/** The reader is the add-on's own server, by its own URL. */
function readsFromAddon({ addon }: Known, { reader, config, writerPrefix }: StateSettings): boolean {
  if (reader.kind === 'writer') return true
  if (reader.kind === 'url' || config.has(reader.name)) return false
  return reader.name === configName(writerPrefix, 'url') || addon?.configVars.includes(reader.name) === true
}

/**
 * Whether a plain config var is a current or older copy of this add-on's URL. Strict, because its value is lost
 * when the attachment replaces it: it names the add-on's current server; or its password, a random secret that a
 * move of the server does not change; or the same values as the other managed config vars of this prefix.
 */
function isOurCopy(value: Secret, prefix: string, known: Known, settings: StateSettings): boolean {
  const copy = endpointOf(value)
  if (!copy) return false
  const current = sourcesOf(known, settings).writer?.endpoint
  if (current && copy.host === current.host && copy.port === current.port) return true
  if (current && hasSamePassword(copy, current.password)) return true
  const { config } = known.observed
  const sibling = (field: 'host' | 'port' | 'password'): Secret | undefined => config.get(configName(prefix, field))
  return (
    sibling('host')?.equals(copy.host) === true &&
    sibling('port')?.equals(String(copy.port)) === true &&
    hasSamePassword(copy, sibling('password'))
  )
}

/** Shorter passwords may not be random, and several servers may have the same one. */
const shortestRandom = 16

function hasSamePassword({ password }: Endpoint, other: Secret | undefined): boolean {
  if (password === undefined || other === undefined || password.reveal().length < shortestRandom) return false
  return password.equals(other)
}

function endpointOf(url: Secret): Endpoint | undefined {
  const result = parseRedisUrl(url)
  return result.ok ? result.endpoint : undefined
}

/**
 * The add-on's own config vars, the managed ones last, so that the URL is read from, and named as, the one that the
 * add-on came with.
 */
export function withManagedLast(addon: RedisAddon, { writerPrefix, readerPrefix }: StateSettings): RedisAddon {
  const managed = [configName(writerPrefix, 'url'), configName(readerPrefix, 'url')]
  const rank = (name: string): number => (managed.includes(name) ? 1 : 0)
  return { ...addon, configVars: addon.configVars.toSorted((a, b) => rank(a) - rank(b)) }
}
