import { isAbsolute, relative, resolve, sep } from 'node:path'
import { checkIds, type CheckId } from '../checks/check.ts'
import { defaultPlan, type PlanName } from '../heroku/plans.ts'
import { mostOutcomes } from '../history/history.ts'
import type { HistorySettings } from '../history/settings.ts'
import { parseRedisUrl } from '../redis/endpoint.ts'
import type { TlsVerify } from '../redis/facts.ts'
import { reportFormats } from '../report/formats.ts'
import type { ReportFile } from '../report/settings.ts'
import type { ReaderSource } from '../state/settings.ts'
import type { ServerSettings } from '../steps/settings.ts'
import { Secret } from '../utils/secret.ts'
import { configNamePattern, either, items, listOf, pairs, uuidPattern, type Parsed } from './parse.ts'
import type { AppSelector } from '../state/app-selector.ts'

/** Parsers of the inputs with a special format. */

/** Heroku's stages of a pipeline (Platform API, "Pipeline Coupling": stage). */
const stages = ['test', 'review', 'development', 'staging', 'production'] as const

export function parseApps(text: string): Parsed<readonly AppSelector[]> {
  const selectors = [...new Set(items(text))].map(parseSelector)
  const known = selectors.filter((each) => each !== undefined)
  return known.length > 0 && known.length === selectors.length
    ? { value: known }
    : {
        expected:
          'one or more Heroku app names or ids (lower-case letters, digits, dashes), team:NAME, ' +
          `pipeline:NAME, pipeline:NAME/STAGE (${either(stages)}) or account:all, one per line or comma-separated`,
      }
}

function parseSelector(text: string): AppSelector | undefined {
  if (/^[a-z][a-z0-9-]{0,62}$/.test(text) || uuidPattern.test(text)) return { kind: 'app', app: text }
  if (text === 'account:all') return { kind: 'account' }
  const [, team] = /^team:([a-z0-9][\w.-]{0,99})$/i.exec(text) ?? []
  if (team !== undefined) return { kind: 'team', team }
  const [, pipeline, , stage] = /^pipeline:([a-z0-9][a-z0-9-]{0,62})(\/(.*))?$/i.exec(text) ?? []
  if (pipeline === undefined) return undefined
  if (stage === undefined) return { kind: 'pipeline', pipeline }
  return stages.some((each) => each === stage) ? { kind: 'pipeline', pipeline, stage } : undefined
}

export function parsePlan(text: string): Parsed<PlanName> {
  if (!/^[a-z0-9][a-z0-9_-]{0,62}(:[a-z0-9][a-z0-9_.-]{0,62})?$/i.test(text)) {
    return { expected: 'a plan such as premium-0 (of heroku-redis), or service:plan such as rediscloud:30' }
  }
  const [first = '', second] = text.split(':')
  return {
    value: second === undefined ? { service: defaultPlan.service, plan: first } : { service: first, plan: second },
  }
}

export function parseAddon(text: string): Parsed<string> {
  return /^[a-zA-Z][A-Za-z0-9_-]{0,254}$/.test(text) || uuidPattern.test(text)
    ? { value: text }
    : { expected: 'the name or id of an add-on, an attachment such as REDIS, or its config var such as REDIS_URL' }
}

export function parseVersion(text: string): Parsed<string> {
  return /^\d{1,3}(\.\d{1,3})?$/.test(text) ? { value: text } : { expected: 'a server version such as 9 or 9.1' }
}

export function parsePrefix(text: string): Parsed<string> {
  return configNamePattern.test(text)
    ? { value: text }
    : { expected: 'the beginning of a config var name: letters, digits and _, not starting with a digit' }
}

export function parseReader(text: string): Parsed<ReaderSource> {
  if (text === '') return { value: { kind: 'writer' } }
  if (text.includes('://')) {
    const url = new Secret(text)
    const parsed = parseRedisUrl(url)
    return parsed.ok
      ? { value: { kind: 'url', url, endpoint: parsed.endpoint } }
      : { expected: `a valid Redis URL (the URL ${parsed.problem})` }
  }
  return configNamePattern.test(text)
    ? { value: { kind: 'config-var', name: text } }
    : { expected: 'nothing, the name of a config var that holds a Redis URL, or a redis:// or rediss:// URL' }
}

export function parseTlsVerify(text: string): Parsed<TlsVerify> {
  if (text === 'none' || text === 'full') return { value: { kind: text } }
  const [scheme, ...rest] = text.split(':')
  // openssl prints fingerprints as AA:BB:…, browsers without colons: both are accepted.
  const hex = rest.join('').toLowerCase()
  return scheme === 'sha256' && /^[0-9a-f]{64}$/.test(hex)
    ? { value: { kind: 'pin', sha256: hex } }
    : { expected: 'none, full, or sha256: followed by the 64 hex digits of the certificate (the report shows them)' }
}

export function parseSkipChecks(text: string): Parsed<ReadonlySet<CheckId>> {
  const parsed = listOf(checkIds, 0)(text, '')
  return 'value' in parsed ? { value: new Set(parsed.value) } : parsed
}

/** Redis's own list (redis.io, "Key eviction"). */
const policies = [
  'noeviction',
  'allkeys-lru',
  'allkeys-lfu',
  'allkeys-random',
  'volatile-lru',
  'volatile-lfu',
  'volatile-random',
  'volatile-ttl',
] as const

/** Redis keeps `timeout` in a signed 32-bit integer (config.c); Heroku documents no narrower limit. */
const longestTimeout = 2_147_483_647

export function parseSettings(text: string): Parsed<ServerSettings> {
  const given = pairs(/^[a-z-]{1,40}$/)(text, '')
  if (!('value' in given)) return given
  const settings: { -readonly [K in keyof ServerSettings]: ServerSettings[K] } = {}
  for (const [name, value] of given.value) {
    switch (name) {
      case 'maxmemory-policy':
        if (!policies.some((policy) => policy === value)) return { expected: `a ${name} of ${either(policies)}` }
        settings.maxmemoryPolicy = value
        break
      case 'timeout':
        if (!/^\d{1,10}$/.test(value) || Number(value) > longestTimeout) {
          return { expected: `a ${name} of whole seconds from 0 (never) to ${String(longestTimeout)}` }
        }
        settings.timeout = Number(value)
        break
      case 'notify-keyspace-events':
        // Without K or E, Redis sends no events, regardless of the other flags (redis.io, "Redis keyspace
        // notifications").
        if (!/^[KEg$lshzxetdmnocA]*$/.test(value) || (value !== '' && !/[KE]/.test(value))) {
          return { expected: `${name} of the flags K E g $ l s h z t d x e m n o c A, including K or E` }
        }
        settings.notifyKeyspaceEvents = value
        break
      default:
        return { expected: 'only maxmemory-policy=POLICY, timeout=SECONDS and notify-keyspace-events=FLAGS' }
    }
  }
  return { value: settings }
}

export function parseAlarmAfter(text: string): Parsed<HistorySettings['alarmAfter']> {
  const [, first, , second] = /^(\d{1,3})(\/(\d{1,3}))?$/.exec(text.replaceAll(' ', '')) ?? []
  const failing = Number(first)
  const of = Number(second ?? first)
  return failing >= 1 && failing <= of && of <= mostOutcomes
    ? { value: { failing, of, text } }
    : { expected: `N or N/M with 1 ≤ N ≤ M ≤ ${String(mostOutcomes)}, such as 2 (in a row) or 3/5 (of the last five)` }
}

const extensions = Object.values(reportFormats).map(({ extension }) => extension)

export function parseReportFiles(text: string, workspace: string): Parsed<readonly ReportFile[]> {
  const files = new Map<string, ReportFile>()
  for (const item of items(text)) {
    const path = insideOf(workspace, item)
    const format = formatOf(item)
    if (path === undefined || format === undefined) {
      return {
        expected: `paths inside the workspace that end in ${either(extensions)}, each name of up to ${longestName} bytes`,
      }
    }
    files.set(path, { path, format })
  }
  return { value: [...files.values()] }
}

function formatOf(path: string): ReportFile['format'] | undefined {
  const formats = Object.keys(reportFormats) as readonly ReportFile['format'][]
  return formats.find((format) => path.toLowerCase().endsWith(reportFormats[format].extension))
}

export function parseStateFile(text: string, workspace: string): Parsed<string> {
  const path = items(text).length === 1 ? insideOf(workspace, text) : undefined
  return path !== undefined && /\.json$/i.test(text)
    ? { value: path }
    : { expected: `one path inside the workspace that ends in .json, each name of up to ${longestName} bytes` }
}

/** File systems allow 255 bytes for a name; the file is first written under a short name in the same folder. */
const longestName = 255

function insideOf(workspace: string, text: string): string | undefined {
  const path = resolve(workspace, text)
  const inside = relative(workspace, path)
  // eslint-disable-next-line no-control-regex
  const isClean = !/[\u0000-\u001f\u007f]/.test(text)
  const isInside = inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)
  const isShort = inside.split(sep).every((name) => Buffer.byteLength(name) <= longestName)
  return isClean && isInside && isShort ? path : undefined
}
