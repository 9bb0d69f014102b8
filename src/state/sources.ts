import type { ConfigVars } from '../heroku/api.ts'
import { defaultPlan } from '../heroku/plans.ts'
import { parseRedisUrl } from '../redis/endpoint.ts'
import type { Endpoint } from '../redis/facts.ts'
import { withoutUndefined } from '../utils/optional.ts'
import { Secret } from '../utils/secret.ts'
import { attachmentFor, type RedisAddon } from './addon.ts'
import type { Known } from './known.ts'
import { urlVarOf } from './redis-url.ts'
import { configName, type StateSettings } from './settings.ts'

/** A Redis URL and its parts. */
export interface Source {
  readonly endpoint: Endpoint
  readonly url: Secret
  /** The config var or input that it comes from: `REDIS_URL`, `reader`. */
  readonly name: string
}

/** The `reader` input names a config var that holds no readable Redis URL. */
export interface ReaderProblem {
  readonly reason: 'config-missing' | 'config-unreadable'
  readonly message: string
}

/** Where writes and reads go. A side is absent while its URL is not known. */
export interface Sources {
  readonly writer?: Source
  readonly reader?: Source
  readonly readerProblem?: ReaderProblem
}

/** Read from the add-on's own config var and the `reader` input. */
export function sourcesOf({ addon, observed }: Known, settings: StateSettings): Sources {
  const { config } = observed
  const configVar = addon && urlVarOf(addon, config, settings.addon)
  const writer = configVar === undefined ? undefined : parsed(config.get(configVar), configVar)
  const reader = readerOf(writer, addon, config, settings)
  return withoutUndefined<Sources>({ writer, reader: undefined, readerProblem: undefined, ...reader })
}

function readerOf(
  writer: Source | undefined,
  addon: RedisAddon | undefined,
  config: ConfigVars,
  settings: StateSettings,
): Omit<Sources, 'writer'> {
  const { reader } = settings
  if (reader.kind === 'writer') return writer ? { reader: writer } : {}
  if (reader.kind === 'url') return { reader: { endpoint: reader.endpoint, url: reader.url, name: 'reader' } }
  const { name } = reader
  // This run writes it in the same release.
  const own = settings.config.get(name)
  const isWriterUrl = settings.fields.includes('url') && name === configName(settings.writerPrefix, 'url')
  if (own === undefined && isWriterUrl) return writer ? { reader: { ...writer, name } } : {}

  const value = own === undefined ? config.get(name) : new Secret(own)
  const source = parsed(value, name)
  if (source) return { reader: source }
  if (value === undefined && !writer && isStillToCome(name, addon, settings)) return {}
  return { readerProblem: problemOf(name, value) }
}

/** Heroku sets this config var when the add-on is ready. */
function isStillToCome(name: string, addon: RedisAddon | undefined, { plan }: StateSettings): boolean {
  return addon ? addon.configVars.includes(name) : name === `${attachmentFor((plan ?? defaultPlan).service)}_URL`
}

function problemOf(name: string, value: Secret | undefined): ReaderProblem {
  const subject = `The config var ${name}, which the reader input names,`
  if (value === undefined || value.reveal().trim() === '') {
    return { reason: 'config-missing', message: `${subject} is not set on the app.` }
  }
  const url = parseRedisUrl(value)
  const problem = url.ok ? '' : `: the URL ${url.problem}`
  return { reason: 'config-unreadable', message: `${subject} holds no readable Redis URL${problem}.` }
}

function parsed(url: Secret | undefined, name: string): Source | undefined {
  const result = url && parseRedisUrl(url)
  return url && result?.ok === true ? { endpoint: result.endpoint, url, name } : undefined
}
