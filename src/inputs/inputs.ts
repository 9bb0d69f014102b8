import { fields } from '../state/settings.ts'
import { modes } from '../steps/settings.ts'
import type { ReportSettings } from '../report/settings.ts'
import { readHosts } from './heroku-hosts.ts'
import { contradictions, type Draft } from './contradictions.ts'
import {
  configNamePattern,
  durationWithin,
  listOf,
  oneOf,
  optional,
  pairs,
  parseBoolean,
  parseDuration,
  parsePercent,
  parseToken,
  type Parser,
  thresholdOf,
  wholeNumberWithin,
} from './parse.ts'
import { invalid, type Problem, quote } from './problems.ts'
import type { Inputs } from './settings.ts'
import {
  parseAddon,
  parseAlarmAfter,
  parseApps,
  parsePlan,
  parsePrefix,
  parseReader,
  parseReportFiles,
  parseSettings,
  parseSkipChecks,
  parseStateFile,
  parseTlsVerify,
  parseVersion,
} from './values.ts'
import { withoutUndefined } from '../utils/optional.ts'

interface Row<T> {
  /** As the user would write it; empty: the input is optional. */
  readonly default: string
  readonly parse: Parser<T>
  /** The text may contain a secret, so messages never quote it. */
  readonly isSecret?: true
}

function row<T>(text: string, parse: Parser<T>, more: { readonly isSecret?: true } = {}): Row<T> {
  return { default: text, parse, ...more }
}

const mismatch = oneOf('warn', 'change', 'fail')
const connectTime = durationWithin(10, 300_000)

/** Every input with its default and parser. A test compares `action.yml` and the README with this table. */
const table = {
  app: row('', parseApps),
  plan: row('', optional(parsePlan)),
  mode: row('setup', oneOf(...modes)),
  'dry-run': row('false', parseBoolean),
  'api-key': row('', parseToken, { isSecret: true }),
  addon: row('', optional(parseAddon)),
  'plan-mismatch': row('warn', mismatch),
  version: row('', optional(parseVersion)),
  'version-mismatch': row('warn', mismatch),
  maintenance: row('report', oneOf('report', 'run')),
  settings: row('', parseSettings),
  'provision-timeout': row('15m', durationWithin(1_000, 6 * 3_600_000)),
  'writer-prefix': row('REDIS_WRITER', parsePrefix),
  'reader-prefix': row('REDIS_READER', parsePrefix),
  reader: row('', parseReader, { isSecret: true }),
  fields: row(
    'host, port, password, username, tls',
    listOf(fields, 1, (item) => item.toLowerCase()),
  ),
  config: row('', pairs(configNamePattern), { isSecret: true }),
  'connect-timeout': row('5s', connectTime),
  'command-timeout': row('5s', connectTime),
  samples: row('20', wholeNumberWithin(1, 1_000)),
  latency: row('500ms/2s', thresholdOf(parseDuration, '500ms/2s')),
  'replication-lag': row('1s/10s', thresholdOf(parseDuration, '1s/10s')),
  memory: row('75%/90%', thresholdOf(parsePercent, '75%/90%')),
  connections: row('80%/90%', thresholdOf(parsePercent, '80%/90%')),
  'require-replica': row('false', parseBoolean),
  'tls-verify': row('none', parseTlsVerify),
  'probe-from': row('runner', oneOf('runner', 'dyno')),
  'skip-checks': row('', parseSkipChecks),
  'fail-on': row('error', oneOf('error', 'warning', 'never')),
  'alarm-after': row('1', parseAlarmAfter),
  'state-file': row('', optional(parseStateFile)),
  'report-file': row('', parseReportFiles),
  logs: row('on-failure', oneOf('on-failure', 'always', 'never')),
  confirm: row('', (text) => ({ value: text })),
  'job-summary': row('true', parseBoolean),
} as const

export type InputName = keyof typeof table

type Values = { readonly [K in InputName]: (typeof table)[K] extends Row<infer T> ? T : never }

export const inputNames = Object.keys(table) as readonly InputName[]

/** The inputs and their defaults as the user writes them. */
export const inputDefaults = Object.fromEntries(inputNames.map((name) => [name, table[name].default])) as Readonly<
  Record<InputName, string>
>

type Read = (name: InputName) => string
type Env = Readonly<Record<string, string | undefined>>

/**
 * Text → typed Inputs, all errors at once.
 * @param read the raw text of an input; empty stands for the default
 * @param env HEROKU_API_KEY, HEROKU_HOST, HEROKU_DATA_HOST, HEROKU_REDIS_HOST, HEROKU_STATUS_HOST and NODE_DEBUG are
 * read
 * @param workspace where report and state files must stay
 * @throws Failure `input-invalid` naming every invalid input
 */
export function readInputs(read: Read, env: Env, workspace: string): Inputs {
  const problems: Problem[] = []
  const values = Object.fromEntries(
    inputNames.map((name) => [name, take(name, read, workspace, problems)]),
  ) as Partial<Values>
  const apiKey = values['api-key'] ?? tokenOf(env, problems)
  const hosts = readHosts(env, problems)
  refuseNodeDebug(env, problems)
  const draft: Draft = {
    ...hosts,
    apps: values.app,
    plan: values.plan,
    mode: values.mode,
    dryRun: values['dry-run'],
    apiKey,
    addon: values.addon,
    planMismatch: values['plan-mismatch'],
    version: values.version,
    versionMismatch: values['version-mismatch'],
    maintenance: values.maintenance,
    settings: values.settings,
    provisionTimeoutMs: values['provision-timeout'],
    writerPrefix: values['writer-prefix'],
    readerPrefix: values['reader-prefix'],
    reader: values.reader,
    fields: values.fields,
    config: values.config,
    connectTimeoutMs: values['connect-timeout'],
    commandTimeoutMs: values['command-timeout'],
    samples: values.samples,
    latency: values.latency,
    replicationLag: values['replication-lag'],
    memory: values.memory,
    connections: values.connections,
    requireReplica: values['require-replica'],
    tlsVerify: values['tls-verify'],
    probeFrom: values['probe-from'],
    skipChecks: values['skip-checks'],
    failOn: values['fail-on'],
    alarmAfter: values['alarm-after'],
    stateFile: values['state-file'],
    reportFiles: values['report-file'],
    logs: values.logs,
    confirm: values.confirm === '' ? undefined : values.confirm,
    jobSummary: values['job-summary'],
  }
  problems.push(...contradictions(draft, new Set(problems.map(({ name }) => name))))
  if (problems.length > 0) throw invalid(problems)
  // A value that is still undefined was omitted: an invalid input has added a problem.
  return withoutUndefined<Inputs>(draft as Inputs)
}

/** The inputs for reports, as far as they are valid: also for a run whose other inputs are invalid. */
export function readReportSettings(
  read: Read,
  workspace: string,
): ReportSettings & Pick<Inputs, 'mode' | 'dryRun' | 'alarmAfter'> {
  const readable = <K extends InputName>(name: K): Values[K] | undefined => take(name, read, workspace, [])
  return {
    mode: readable('mode') ?? 'setup',
    dryRun: readable('dry-run') ?? false,
    failOn: readable('fail-on') ?? 'error',
    alarmAfter: readable('alarm-after') ?? { failing: 1, of: 1, text: '1' },
    reportFiles: readable('report-file') ?? [],
    jobSummary: readable('job-summary') ?? true,
    logs: readable('logs') ?? 'on-failure',
  }
}

function take<K extends InputName>(name: K, read: Read, workspace: string, problems: Problem[]): Values[K] | undefined {
  const { default: usual, parse, isSecret } = table[name] as Row<Values[K]>
  const text = read(name).trim() || usual
  const parsed = parse(text, workspace)
  if ('value' in parsed) return parsed.value
  problems.push({ name, expected: parsed.expected, ...(isSecret ? {} : { got: quote(text) }) })
  return undefined
}

function tokenOf(env: Env, problems: Problem[]): Inputs['apiKey'] {
  const parsed = parseToken(env['HEROKU_API_KEY']?.trim() ?? '')
  if ('value' in parsed) return parsed.value
  problems.push({ name: 'HEROKU_API_KEY', expected: parsed.expected })
  return undefined
}

/** Node.js reads it at start-up, so the action cannot switch it off. */
function refuseNodeDebug(env: Env, problems: Problem[]): void {
  const text = env['NODE_DEBUG']?.trim() ?? ''
  if (text === '') return
  const expected = 'an unset variable, because Node.js prints the token with it; use RUNNER_DEBUG instead'
  problems.push({ name: 'NODE_DEBUG', got: quote(text), expected })
}
