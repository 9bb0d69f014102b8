import type { Sandbox } from '../../sandbox/sandbox.ts'
import { varsFor } from '../../e2e/support.ts'

export const app = 'shop'
/** Foreign add-on and variables on every app, which must never change, and whose secrets must not appear. */
export const foreignAddon = { plan: 'heroku-postgresql:essential-0', name: 'shop-database' }
export const foreignVars = { HIST_MAX: 'kept', API_SECRET: 'foreign-secret-0451' }

/** The app's state on Heroku: its own add-on and the managed variables. */
export interface StateOnHeroku {
  readonly addonThere: boolean
  /** `before`: unchanged by the run. */
  readonly varsThere: boolean | 'before'
  /** Absent: it is set if the app has its own add-on. */
  readonly urlThere?: boolean
  /** `REDIS_WRITER_URL` and `REDIS_READER_URL` hold the add-on's URL. Default false. */
  readonly copiesThere?: boolean
}

const stale = { addonThere: true, varsThere: 'before' } as const
const attachedOnly = { addonThere: false, varsThere: false, urlThere: true } as const
const [nothing, addonOnly, varsOnly, everything] = [
  { addonThere: false, varsThere: false },
  { addonThere: true, varsThere: false },
  { addonThere: false, varsThere: true },
  { addonThere: true, varsThere: true },
]

/** A run and its result without a fault. */
export interface Scenario extends StateOnHeroku {
  readonly prepare: (sandbox: Sandbox) => Promise<void>
  readonly inputs: Readonly<Record<string, string>>
  readonly reason: '' | 'redis-refused'
  /**
   * `provision-timeout` of a run that must fail; the steps before the fault must fit in. Milliseconds, default 4,000.
   */
  readonly shortMs?: number
  /** The config vars that it writes or removes, or a pattern for their names; absent: all managed ones. */
  readonly writes?: readonly string[] | RegExp
}

/** Config vars that differ after the server has moved; a failover keeps the password. */
const moved = /^REDIS_(?:READER|WRITER)_(?:HOST|PASSWORD|PORT)$/

const provisioned = async (
  sandbox: Sandbox,
  plan: string,
  options: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const redis = { plan, name: 'shop-redis', config: options }
  await sandbox.createApp(app, { config: foreignVars, addons: [foreignAddon, redis] })
  const { REDIS_URL: url = '' } = await sandbox.config(app)
  await sandbox.setConfig(app, varsFor(url))
}

export const scenarios = {
  'set-up': {
    prepare: (sandbox) => sandbox.createApp(app, { config: foreignVars, addons: [foreignAddon] }),
    inputs: { plan: 'mini' },
    reason: '',
    ...everything,
  },
  'dry-run': {
    prepare: (sandbox) => sandbox.createApp(app, { config: foreignVars, addons: [foreignAddon] }),
    inputs: { plan: 'mini', 'dry-run': 'true' },
    reason: '',
    ...nothing,
  },
  /** Another app's add-on, which the token may not be allowed to read, and which is not in the list of this app. */
  shared: {
    prepare: async (sandbox) => {
      await sandbox.configure({ listForeignAddons: false })
      await sandbox.createApp(app, { config: foreignVars, addons: [foreignAddon] })
      await sandbox.createApp('owner', { addons: [{ plan: 'heroku-redis:mini', name: 'shop-redis' }] })
      await sandbox.attach('shop-redis', app, 'REDIS')
    },
    inputs: {},
    reason: '',
    ...varsOnly,
    urlThere: true,
  },
  change: {
    prepare: (sandbox) => provisioned(sandbox, 'heroku-redis:premium-0'),
    inputs: { plan: 'mini', 'plan-mismatch': 'change' },
    reason: '',
    ...everything,
  },
  check: {
    prepare: (sandbox) => provisioned(sandbox, 'heroku-redis:mini'),
    inputs: { mode: 'check' },
    reason: '',
    ...everything,
  },
  /** Its server is down, so that the run asks the data service. */
  unreachable: {
    prepare: async (sandbox) => {
      await provisioned(sandbox, 'heroku-redis:mini')
      await sandbox.signal('shop-redis', 'SIGKILL')
    },
    inputs: { mode: 'check' },
    reason: 'redis-refused',
    ...everything,
  },
  /** The variable changes at the second read, so that the first one checks whether the add-on still exists. */
  rotate: {
    prepare: async (sandbox) => {
      await provisioned(sandbox, 'heroku-redis:mini')
      await sandbox.configure({ rotationReads: 1 })
    },
    inputs: { mode: 'rotate' },
    shortMs: 12_000,
    reason: '',
    writes: ['REDIS_READER_PASSWORD', 'REDIS_WRITER_PASSWORD'],
    ...everything,
  },
  remove: {
    prepare: (sandbox) => provisioned(sandbox, 'heroku-redis:mini'),
    inputs: { mode: 'remove', confirm: app },
    shortMs: 12_000,
    reason: '',
    ...nothing,
  },
  detach: {
    prepare: async (sandbox) => {
      await sandbox.createApp(app, { config: foreignVars, addons: [foreignAddon] })
      await sandbox.createApp('owner', { addons: [{ plan: 'heroku-redis:mini', name: 'shop-redis' }] })
      await sandbox.attach('shop-redis', app, 'REDIS')
      const { REDIS_URL: url = '' } = await sandbox.config(app)
      await sandbox.setConfig(app, varsFor(url))
    },
    inputs: { mode: 'remove', confirm: app },
    shortMs: 12_000,
    reason: '',
    ...nothing,
  },
  maintenance: {
    prepare: async (sandbox) => {
      await provisioned(sandbox, 'heroku-redis:premium-0')
      await sandbox.planMaintenance('shop-redis', {})
    },
    inputs: { maintenance: 'run' },
    shortMs: 12_000,
    reason: '',
    writes: moved,
    ...everything,
  },
  upgrade: {
    prepare: (sandbox) => provisioned(sandbox, 'heroku-redis:premium-0', { version: '8.1' }),
    inputs: { version: '9', 'version-mismatch': 'change' },
    shortMs: 12_000,
    reason: '',
    writes: moved,
    ...everything,
  },
  settings: {
    prepare: (sandbox) => provisioned(sandbox, 'heroku-redis:mini'),
    inputs: { settings: 'timeout=60' },
    reason: '',
    ...everything,
  },
  live: {
    prepare: (sandbox) => provisioned(sandbox, 'heroku-redis:mini'),
    inputs: { fields: 'host, port, password, username, tls, url' },
    shortMs: 12_000,
    reason: '',
    ...everything,
    copiesThere: true,
  },
} satisfies Record<string, Scenario>

/** One request of a scenario: how a fault matches it, and the state on Heroku if it never succeeds. */
export interface Row extends StateOnHeroku {
  readonly scenario: keyof typeof scenarios
  readonly label: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Source of a regular expression. */
  readonly path: string
  /** Matching requests before it. */
  readonly after?: number
  /** The run passes without its answer. */
  readonly optional?: true
  /** The answer is 404, for which the status is enough. */
  readonly statusIsEnough?: true
  /** How many times a run without faults sends it. Default 1. */
  readonly asked?: number
  /** If it is refused, the run uses another way. */
  readonly canBeRefused?: true
  /** Not retried if it may have been done: the failure reason if it was not. */
  readonly once?: 'rotation-failed'
}

const inApp = `^/apps/${app}`
const reads = [
  { label: 'GET addons', method: 'GET', path: `${inApp}/addons$` },
  { label: 'GET addon-attachments', method: 'GET', path: `${inApp}/addon-attachments$` },
  { label: 'GET config-vars', method: 'GET', path: `${inApp}/config-vars$` },
] as const
const plans = {
  label: 'GET plans',
  method: 'GET',
  path: '^/addon-services/heroku-redis/plans$',
  optional: true,
} as const
const attachedApps = { label: 'GET attached apps', method: 'GET', path: '^/addons/[^/]+/addon-attachments$' } as const
const ownAddon = { method: 'GET', path: `${inApp}/addons/` } as const
const config = { method: 'PATCH', label: 'PATCH config-vars', path: `${inApp}/config-vars$` } as const
const dataWait = {
  label: 'GET data wait',
  method: 'GET',
  path: '^/redis/v0/databases/[^/]+/wait$',
  optional: true,
} as const

const maintenance = {
  label: 'GET maintenance',
  method: 'GET',
  path: '^/data/maintenances/v1/[^/]+$',
  optional: true,
} as const
const database = { label: 'GET database', method: 'GET', path: '^/redis/v0/databases/[^/]+$', optional: true } as const

const settings = { path: '^/redis/v0/databases/[^/]+/config$' } as const

/** Every request of the action, in order. */
export const rows: readonly Row[] = [
  ...reads.map((request) => ({ scenario: 'set-up' as const, ...request, ...nothing })),
  { scenario: 'set-up', label: 'POST addons', method: 'POST', path: `${inApp}/addons$`, ...nothing },
  { scenario: 'set-up', label: 'GET addon (polling)', method: 'GET', path: `${inApp}/addons/`, ...addonOnly },
  { scenario: 'set-up', ...dataWait, ...everything },
  {
    scenario: 'set-up',
    label: 'GET config-vars (new)',
    method: 'GET',
    path: `${inApp}/config-vars$`,
    after: 1,
    ...addonOnly,
  },
  { scenario: 'set-up', label: 'PATCH config-vars', method: 'PATCH', path: `${inApp}/config-vars$`, ...addonOnly },
  { scenario: 'set-up', label: 'GET releases', method: 'GET', path: `${inApp}/releases$`, ...everything },
  { scenario: 'set-up', label: 'GET release (polling)', method: 'GET', path: `${inApp}/releases/`, ...everything },
  { scenario: 'set-up', ...plans, ...everything },
  // Only a dry run needs the plans, to check that the requested one exists.
  { scenario: 'dry-run', label: plans.label, method: 'GET', path: plans.path, ...nothing },
  { scenario: 'shared', label: 'GET addon (foreign)', method: 'GET', path: '^/addons/', optional: true, ...varsOnly },
  { scenario: 'change', label: 'PATCH addon', method: 'PATCH', path: `${inApp}/addons/`, ...everything },
  ...reads.map((request) => ({ scenario: 'check' as const, ...request, ...everything })),
  { scenario: 'check', ...plans, ...everything },
  { scenario: 'check', ...maintenance, ...everything },
  { scenario: 'check', ...database, ...everything },
  { scenario: 'unreachable', ...dataWait, ...everything },
  { scenario: 'rotate', ...attachedApps, ...stale },
  {
    scenario: 'rotate',
    label: 'POST credentials_rotation',
    method: 'POST',
    path: '/credentials_rotation$',
    once: 'rotation-failed',
    ...stale,
  },
  { scenario: 'rotate', label: 'GET addon (waiting)', ...ownAddon, ...stale },
  {
    scenario: 'rotate',
    label: 'GET config-vars (new)',
    method: 'GET',
    path: `${inApp}/config-vars$`,
    after: 2,
    ...stale,
  },
  { scenario: 'rotate', ...config, ...stale },
  { scenario: 'remove', ...attachedApps, ...everything },
  { scenario: 'remove', ...config, ...everything },
  { scenario: 'remove', label: 'GET addon (before)', ...ownAddon, ...addonOnly },
  { scenario: 'remove', ...attachedApps, label: 'GET attached apps (again)', after: 1, ...addonOnly },
  { scenario: 'remove', label: 'DELETE addon', method: 'DELETE', path: `${inApp}/addons/`, ...addonOnly },
  { scenario: 'remove', label: 'GET addon (after)', ...ownAddon, after: 1, statusIsEnough: true, ...nothing },
  {
    scenario: 'detach',
    label: 'DELETE addon-attachment',
    method: 'DELETE',
    path: '^/addon-attachments/',
    ...attachedOnly,
  },
  {
    scenario: 'maintenance',
    label: 'GET maintenance (planning)',
    method: 'GET',
    path: maintenance.path,
    ...everything,
  },
  {
    scenario: 'maintenance',
    label: 'POST run',
    method: 'POST',
    path: '^/data/maintenances/v1/[^/]+/run$',
    ...everything,
  },
  { scenario: 'maintenance', ...config, ...stale },
  { scenario: 'upgrade', ...database, label: 'GET database (planning)', ...everything },
  { scenario: 'upgrade', label: 'POST upgrade', method: 'POST', path: '/upgrade$', ...everything },
  { scenario: 'settings', label: 'GET config', ...settings, method: 'GET', optional: true, asked: 2, ...everything },
  { scenario: 'settings', label: 'PATCH config', ...settings, method: 'PATCH', ...everything },
  {
    scenario: 'live',
    label: 'POST addon-attachments',
    method: 'POST',
    path: '^/addon-attachments$',
    canBeRefused: true,
    asked: 2,
    ...everything,
  },
  {
    scenario: 'unreachable',
    label: 'POST log-sessions',
    method: 'POST',
    path: '/log-sessions$',
    optional: true,
    ...everything,
  },
]
