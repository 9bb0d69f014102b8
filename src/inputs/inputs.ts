import type { ReportFile } from '../report/settings.ts'
import { configName, fields, type Field, type ReaderSource } from '../state/settings.ts'
import { defaultPlan, type PlanName } from '../heroku/plans.ts'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { checkIds, type CheckId } from '../checks/check.ts'
import { failure } from '../failure/catalogue.ts'
import type { Failure } from '../failure/failure.ts'
import { parseDuration, parsePercent, parseThreshold } from './parse.ts'
import { parseRedisUrl } from '../redis/endpoint.ts'
import type { TlsVerify } from '../redis/facts.ts'
import { Secret } from '../utils/secret.ts'
import type { AppSelector, Inputs } from './settings.ts'

/** The inputs and their defaults as the user writes them; `action.yml` and the README are held to this table by a test. */
export const inputDefaults = {
  app: '',
  plan: '',
  mode: 'setup',
  'dry-run': 'false',
  'api-key': '',
  addon: '',
  'plan-mismatch': 'warn',
  'provision-timeout': '15m',
  'writer-prefix': 'REDIS_WRITER',
  'reader-prefix': 'REDIS_READER',
  reader: '',
  fields: 'host, port, password, username, tls',
  config: '',
  'connect-timeout': '5s',
  'command-timeout': '5s',
  samples: '20',
  latency: '500ms/2s',
  'replication-lag': '1s/10s',
  memory: '75%/90%',
  connections: '80%/90%',
  'require-replica': 'false',
  'tls-verify': 'none',
  'skip-checks': '',
  'fail-on': 'error',
  'report-file': '',
  'job-summary': 'true',
} as const

export type InputName = keyof typeof inputDefaults

/** One input that is not right: `input: got …; expected …`. `got` is absent where the text may be secret. */
interface Problem {
  readonly name: string
  readonly got?: string
  readonly expected: string
}

type Parsed<T> = { readonly value: T } | { readonly expected: string }
type Parser<T> = (text: string) => Parsed<T>

type Env = Readonly<Record<string, string | undefined>>

/** Inputs whose text may hold a secret: it is never repeated, not even when it is wrong. */
const secretive: ReadonlySet<string> = new Set<InputName>(['api-key', 'reader', 'config'])

/**
 * Text → typed Inputs, all errors at once.
 * @param read the raw text of an input; empty stands for the default
 * @param env HEROKU_API_KEY, HEROKU_HOST, HEROKU_DATA_HOST and NODE_DEBUG are looked at
 * @param workspace where report files must stay
 * @throws Failure `input-invalid` naming every input that is not right
 */
export function readInputs(read: (name: InputName) => string, env: Env, workspace: string): Inputs {
  const problems: Problem[] = []
  const textOf = (name: InputName): string => read(name).trim() || inputDefaults[name]

  function take<T>(name: InputName, parse: Parser<T>): T | undefined {
    const text = textOf(name)
    const parsed = parse(text)
    if ('value' in parsed) return parsed.value
    problems.push({ name, expected: parsed.expected, ...(secretive.has(name) ? {} : { got: quote(text) }) })
    return undefined
  }

  const plan = textOf('plan') === '' ? undefined : take('plan', parsePlan)
  const addon = textOf('addon') === '' ? undefined : take('addon', parseAddon)
  const apiKey =
    readToken(read('api-key'), 'api-key', problems) ?? readToken(env['HEROKU_API_KEY'], 'HEROKU_API_KEY', problems)
  const hosts = readHosts(env, problems)
  const debugged = env['NODE_DEBUG']?.trim() ?? ''
  if (debugged !== '') {
    // Read by Node before our first line: by now nothing can switch it off.
    const expected = 'no such variable, since with it Node itself prints the token; RUNNER_DEBUG shows what is safe'
    problems.push({ name: 'NODE_DEBUG', got: quote(debugged), expected })
  }

  const values = {
    apps: take('app', parseApps),
    mode: take('mode', oneOf('setup', 'check')),
    dryRun: take('dry-run', parseBoolean),
    planMismatch: take('plan-mismatch', oneOf('warn', 'change', 'fail')),
    provisionTimeoutMs: take('provision-timeout', durationWithin(1_000, 6 * 3_600_000)),
    writerPrefix: take('writer-prefix', parseConfigName),
    readerPrefix: take('reader-prefix', parseConfigName),
    reader: take('reader', parseReader),
    fields: take('fields', parseFields),
    config: take('config', parseConfig),
    connectTimeoutMs: take('connect-timeout', durationWithin(10, 300_000)),
    commandTimeoutMs: take('command-timeout', durationWithin(10, 300_000)),
    samples: take('samples', parseSamples),
    latency: take('latency', (text) => parseThreshold(text, parseDuration, '500ms/2s')),
    replicationLag: take('replication-lag', (text) => parseThreshold(text, parseDuration, '1s/10s')),
    memory: take('memory', (text) => parseThreshold(text, parsePercent, '75%/90%')),
    connections: take('connections', (text) => parseThreshold(text, parsePercent, '80%/90%')),
    requireReplica: take('require-replica', parseBoolean),
    tlsVerify: take('tls-verify', parseTlsVerify),
    skipChecks: take('skip-checks', parseSkipChecks),
    failOn: take('fail-on', oneOf('error', 'warning', 'never')),
    reportFiles: take('report-file', (text) => parseReportFiles(text, workspace)),
    jobSummary: take('job-summary', parseBoolean),
  }

  if (values.writerPrefix !== undefined && values.writerPrefix === values.readerPrefix) {
    problems.push({
      name: 'reader-prefix',
      got: quote(values.writerPrefix),
      expected: 'another prefix than writer-prefix, so that writer and reader have variables of their own',
    })
  }
  if (values.config && values.fields && values.writerPrefix !== undefined && values.readerPrefix !== undefined) {
    const managed = new Set(
      [values.writerPrefix, values.readerPrefix].flatMap((prefix) =>
        (values.fields ?? []).map((field) => configName(prefix, field)),
      ),
    )
    const doubled = [...values.config.keys()].filter((name) => managed.has(name))
    if (doubled.length > 0) {
      problems.push({
        name: 'config',
        expected: `only names that the action does not write itself: remove ${doubled.join(', ')}`,
      })
    }
  }

  if (problems.length > 0 || !isComplete(values) || !hosts) throw invalid(problems)
  return {
    ...values,
    ...hosts,
    statusUrl: 'https://status.heroku.com',
    versionMismatch: 'warn',
    maintenance: 'report',
    settings: {},
    probeFrom: 'runner',
    logs: 'on-failure',
    alarmAfter: { failing: 1, of: 1, text: '1' },
    ...(plan ? { plan } : {}),
    ...(addon === undefined ? {} : { addon }),
    ...(apiKey ? { apiKey } : {}),
  }
}

function isComplete<T extends object>(values: T): values is { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.values(values).every((value) => value !== undefined)
}

function invalid(problems: readonly Problem[]): Failure {
  const lines = problems.map(
    ({ name, got, expected }) => `${name}: ${got === undefined ? '' : `got ${got}; `}expected ${expected}`,
  )
  const what =
    lines.length === 1
      ? `An input is not right. ${lines[0]}.`
      : `${lines.length} inputs are not right. ${lines.map((line, index) => `(${index + 1}) ${line}.`).join(' ')}`
  return failure('input-invalid', what)
}

/** Foreign text, short enough and quoted so that it cannot pass for ours. */
function quote(text: string): string {
  if (text === '') return 'nothing'
  const shown = text.length > 80 ? `${text.slice(0, 77)}...` : text
  return JSON.stringify(shown)
}

/** One item a line, or commas; blanks are dropped. */
function items(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function parseApps(text: string): Parsed<readonly AppSelector[]> {
  const apps = [...new Set(items(text))]
  const expected = 'one or more Heroku app names or ids (lower-case letters, digits, dashes), one a line or by commas'
  const good = apps.length > 0 && apps.every((app) => /^[a-z][a-z0-9-]{0,62}$/.test(app) || uuid.test(app))
  return good ? { value: apps.map((app) => ({ kind: 'app', app })) } : { expected }
}

function parsePlan(text: string): Parsed<PlanName> {
  const expected = 'a plan such as premium-0 (of heroku-redis) or service:plan such as rediscloud:30'
  if (!/^[a-z0-9][a-z0-9_-]{0,62}(:[a-z0-9][a-z0-9_.-]{0,62})?$/i.test(text)) return { expected }
  const [first = '', second] = text.split(':')
  return {
    value: second === undefined ? { service: defaultPlan.service, plan: first } : { service: first, plan: second },
  }
}

function parseAddon(text: string): Parsed<string> {
  return /^[a-zA-Z][A-Za-z0-9_-]{0,254}$/.test(text) || uuid.test(text)
    ? { value: text }
    : { expected: 'the name or id of an add-on, or the name of an attachment such as REDIS' }
}

function oneOf<T extends string>(...choices: readonly T[]): Parser<T> {
  return (text) => {
    const value = choices.find((choice) => choice === text)
    return value === undefined ? { expected: choices.join(', ').replace(/, ([^,]*)$/, ' or $1') } : { value }
  }
}

/** The spellings of YAML 1.2's core schema, as `core.getBooleanInput` takes them. */
function parseBoolean(text: string): Parsed<boolean> {
  if (['true', 'True', 'TRUE'].includes(text)) return { value: true }
  if (['false', 'False', 'FALSE'].includes(text)) return { value: false }
  return { expected: 'true or false' }
}

function durationWithin(least: number, most: number): Parser<number> {
  return (text) => {
    const value = parseDuration(text)
    return value !== undefined && value >= least && value <= most
      ? { value }
      : { expected: `a duration such as 250ms, 5s or 15m, from ${showMs(least)} to ${showMs(most)}` }
  }
}

function showMs(ms: number): string {
  if (ms >= 3_600_000) return `${ms / 3_600_000}h`
  return ms >= 1_000 ? `${ms / 1_000}s` : `${ms}ms`
}

const configNamePattern = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/

function parseConfigName(text: string): Parsed<string> {
  return configNamePattern.test(text)
    ? { value: text }
    : { expected: 'the beginning of a config var name: letters, digits and _, not starting with a digit' }
}

function parseReader(text: string): Parsed<ReaderSource> {
  if (text === '') return { value: { kind: 'writer' } }
  if (/^rediss?:\/\//i.test(text)) {
    const url = new Secret(text)
    const parsed = parseRedisUrl(url)
    return parsed.ok
      ? { value: { kind: 'url', url, endpoint: parsed.endpoint } }
      : { expected: `a Redis URL that can be read (${parsed.problem})` }
  }
  return configNamePattern.test(text)
    ? { value: { kind: 'config-var', name: text } }
    : { expected: 'nothing, the name of a config var that holds a Redis URL, or a redis:// or rediss:// URL' }
}

function parseFields(text: string): Parsed<readonly Field[]> {
  const names = new Set(items(text).map((item) => item.toLowerCase()))
  const known = fields.filter((field) => names.has(field))
  return known.length > 0 && known.length === names.size
    ? { value: known }
    : { expected: `one or more of ${fields.join(', ')}` }
}

function parseConfig(text: string): Parsed<ReadonlyMap<string, string>> {
  const config = new Map<string, string>()
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue
    const at = line.indexOf('=')
    const name = line.slice(0, Math.max(at, 0)).trim()
    if (!configNamePattern.test(name)) return { expected: `KEY=VALUE a line; line ${index + 1} is not` }
    if (config.has(name)) return { expected: `each name once; ${name} comes twice` }
    config.set(name, line.slice(at + 1).trim())
  }
  return { value: config }
}

function parseSamples(text: string): Parsed<number> {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
  return value >= 1 && value <= 1_000 ? { value } : { expected: 'a whole number from 1 to 1000' }
}

function parseTlsVerify(text: string): Parsed<TlsVerify> {
  if (text === 'none' || text === 'full') return { value: { kind: text } }
  const [scheme, ...rest] = text.split(':')
  // openssl prints fingerprints as AA:BB:…, browsers without colons: both are taken.
  const hex = rest.join('').toLowerCase()
  return scheme === 'sha256' && /^[0-9a-f]{64}$/.test(hex)
    ? { value: { kind: 'pin', sha256: hex } }
    : { expected: 'none, full, or sha256: followed by the 64 hex digits of the certificate (the report shows them)' }
}

function parseSkipChecks(text: string): Parsed<ReadonlySet<CheckId>> {
  const names = new Set(items(text))
  const known = checkIds.filter((id) => names.has(id))
  return known.length === names.size ? { value: new Set(known) } : { expected: `check ids of: ${checkIds.join(', ')}` }
}

function parseReportFiles(text: string, workspace: string): Parsed<readonly ReportFile[]> {
  const files: ReportFile[] = []
  for (const item of items(text)) {
    const path = resolve(workspace, item)
    const inside = relative(workspace, path)
    const format = /\.json$/i.test(item) ? 'json' : /\.xml$/i.test(item) ? 'junit' : undefined
    // eslint-disable-next-line no-control-regex
    const clean = !/[\u0000-\u001f]/.test(item)
    if (!clean || !format || inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
      return { expected: 'paths inside the workspace that end in .json or .xml' }
    }
    files.push({ path, format })
  }
  return { value: files }
}

function readToken(text: string | undefined, name: string, problems: Problem[]): Secret | undefined {
  const token = text?.trim() ?? ''
  if (token === '') return undefined
  // Anything else could not be a header's value, or would smuggle in another header.
  if (/^[\x21-\x7e]{1,4096}$/.test(token)) return new Secret(token)
  problems.push({ name, expected: 'a Heroku API token: printable characters without spaces or line breaks' })
  return undefined
}

/** The hosts that the Heroku CLI lets a token go to (heroku-cli-command, vars.ts). */
const trustedDomains = ['heroku.com', 'herokai.com', 'herokuspace.com', 'herokudev.com']
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1'])

function isTrusted(url: URL): boolean {
  const host = url.hostname
  if (loopback.has(host)) return true
  // Beyond this machine the token travels encrypted or not at all.
  return url.protocol === 'https:' && trustedDomains.some((domain) => host === domain || host.endsWith(`.${domain}`))
}

/** HEROKU_HOST and HEROKU_DATA_HOST, read the way the Heroku CLI reads them. */
function readHosts(env: Env, problems: Problem[]): Pick<Inputs, 'apiUrl' | 'dataUrl'> | undefined {
  const expected =
    'a host of heroku.com, herokai.com, herokuspace.com, herokudev.com (by https), localhost or 127.0.0.1, since the token goes there'
  const host = env['HEROKU_HOST']?.trim() || 'heroku.com'
  const api = originOf(/^https?:\/\//i.test(host) ? host : `https://api.${host}`)
  if (!api) problems.push({ name: 'HEROKU_HOST', got: quote(withoutUserinfo(host)), expected })
  // Where the API is on this machine, so is the data API: what is meant for a test must not leave for Heroku.
  const usual = api && loopback.has(api.hostname) ? api.hostname : 'api.data.heroku.com'
  const dataHost = env['HEROKU_DATA_HOST']?.trim() || usual
  const bare = /^[a-z0-9.-]{1,253}$/i.test(dataHost)
  const data = bare && api ? originOf(`${api.protocol}//${dataHost}${api.port ? `:${api.port}` : ''}`) : undefined
  const dataWanted = bare ? originOf(`https://${dataHost}`) : undefined
  if (!dataWanted || (api && !data)) {
    problems.push({
      name: 'HEROKU_DATA_HOST',
      got: quote(withoutUserinfo(dataHost)),
      expected: `a bare host name: ${expected}`,
    })
  }
  return api && data ? { apiUrl: api.origin, dataUrl: data.origin } : undefined
}

function originOf(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !isTrusted(url)) return undefined
  // An origin and nothing else: whatever follows it would be dropped in silence.
  return url.href === `${url.origin}/` ? url : undefined
}

function withoutUserinfo(text: string): string {
  return text.includes('@') ? `***${text.slice(text.lastIndexOf('@'))}` : text
}
