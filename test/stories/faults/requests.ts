import type { Sandbox } from '../../sandbox/sandbox.ts'
import { varsFor } from '../../e2e/support.ts'

export const app = 'shop'
/** Somebody else's, on every app: an add-on and variables that may never change, nor may their secrets show. */
export const foreignAddon = { plan: 'heroku-postgresql:essential-0', name: 'shop-database' }
export const foreignVars = { HIST_MAX: 'kept', API_SECRET: 'foreign-secret-0451' }

/** What there is on Heroku for the app: an add-on of its own, the managed variables. */
export interface There {
  readonly addonThere: boolean
  /** `before`: as they were before the run. */
  readonly varsThere: boolean | 'before'
  /** Absent: it is there when the app has an add-on of its own. */
  readonly urlThere?: boolean
  /** `REDIS_WRITER_URL` and `REDIS_READER_URL` hold the add-on's URL. Default false. */
  readonly copiesThere?: boolean
}

const stale = { addonThere: true, varsThere: 'before' } as const
const guest = { addonThere: false, varsThere: false, urlThere: true } as const
const [nothing, addonOnly, varsOnly, everything] = [
  { addonThere: false, varsThere: false },
  { addonThere: true, varsThere: false },
  { addonThere: false, varsThere: true },
  { addonThere: true, varsThere: true },
]

/** A run and its end when no fault strikes it. */
export interface Tale extends There {
  readonly prepare: (sandbox: Sandbox) => Promise<void>
  readonly inputs: Readonly<Record<string, string>>
  readonly reason: '' | 'redis-refused'
  /** Milliseconds that a run gets that must fail in the end; what comes before the fault has to fit in. Default 4,000. */
  readonly shortMs?: number
  /** The config vars that it writes or removes, or what their names are like; absent: every managed one. */
  readonly writes?: readonly string[] | RegExp
}

/** What differs after the server has moved: a failover keeps the password. */
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

export const tales = {
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
  /** Another app's add-on: this token may be one that must not look at it. */
  shared: {
    prepare: async (sandbox) => {
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
  /** Its server is dead, so that the data service is asked why. */
  unreachable: {
    prepare: async (sandbox) => {
      await provisioned(sandbox, 'heroku-redis:mini')
      await sandbox.signal('shop-redis', 'SIGKILL')
    },
    inputs: { mode: 'check' },
    reason: 'redis-refused',
    ...everything,
  },
  /** The variable differs at the second look, so that the first one asks whether the add-on is still there. */
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
  'let go': {
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
} satisfies Record<string, Tale>

/** One request of a tale: how a fault finds it, and what there is on Heroku when it never succeeds. */
export interface Row extends There {
  readonly tale: keyof typeof tales
  readonly label: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Source of a regular expression. */
  readonly path: string
  /** Requests like it that come before. */
  readonly after?: number
  /** The run does as well without its answer. */
  readonly bonus?: true
  /** The answer is 404, which needs no body. */
  readonly statusTells?: true
  /** How many times a run sends it when all goes well. Default 1. */
  readonly asked?: number
  /** When it is refused, the run does its work in another way. */
  readonly canBeRefused?: true
  /** Never sent again when it may have been done: what the run fails with when it was not. */
  readonly once?: 'rotation-failed'
}

const inApp = `^/apps/${app}`
const look = [
  { label: 'GET addons', method: 'GET', path: `${inApp}/addons$` },
  { label: 'GET addon-attachments', method: 'GET', path: `${inApp}/addon-attachments$` },
  { label: 'GET config-vars', method: 'GET', path: `${inApp}/config-vars$` },
] as const
const plans = { label: 'GET plans', method: 'GET', path: '^/addon-services/heroku-redis/plans$', bonus: true } as const
const attachedApps = { label: 'GET attached apps', method: 'GET', path: '^/addons/[^/]+/addon-attachments$' } as const
const ownAddon = { method: 'GET', path: `${inApp}/addons/` } as const
const config = { method: 'PATCH', label: 'PATCH config-vars', path: `${inApp}/config-vars$` } as const
const dataWait = {
  label: 'GET data wait',
  method: 'GET',
  path: '^/redis/v0/databases/[^/]+/wait$',
  bonus: true,
} as const

const maintenance = {
  label: 'GET maintenance',
  method: 'GET',
  path: '^/data/maintenances/v1/[^/]+$',
  bonus: true,
} as const
const database = { label: 'GET database', method: 'GET', path: '^/redis/v0/databases/[^/]+$', bonus: true } as const

const settings = { path: '^/redis/v0/databases/[^/]+/config$' } as const

/** Every request that the action makes, in the order it makes them. */
export const rows: readonly Row[] = [
  ...look.map((request) => ({ tale: 'set-up' as const, ...request, ...nothing })),
  { tale: 'set-up', label: 'POST addons', method: 'POST', path: `${inApp}/addons$`, ...nothing },
  { tale: 'set-up', label: 'GET addon (polling)', method: 'GET', path: `${inApp}/addons/`, ...addonOnly },
  { tale: 'set-up', ...dataWait, ...everything },
  {
    tale: 'set-up',
    label: 'GET config-vars (new)',
    method: 'GET',
    path: `${inApp}/config-vars$`,
    after: 1,
    ...addonOnly,
  },
  { tale: 'set-up', label: 'PATCH config-vars', method: 'PATCH', path: `${inApp}/config-vars$`, ...addonOnly },
  { tale: 'set-up', label: 'GET releases', method: 'GET', path: `${inApp}/releases$`, ...everything },
  { tale: 'set-up', label: 'GET release (polling)', method: 'GET', path: `${inApp}/releases/`, ...everything },
  { tale: 'set-up', ...plans, ...everything },
  // Only a dry run needs the plans: to say whether the one asked for exists.
  { tale: 'dry-run', label: plans.label, method: 'GET', path: plans.path, ...nothing },
  { tale: 'shared', label: 'GET addon (foreign)', method: 'GET', path: '^/addons/', bonus: true, ...varsOnly },
  { tale: 'change', label: 'PATCH addon', method: 'PATCH', path: `${inApp}/addons/`, ...everything },
  ...look.map((request) => ({ tale: 'check' as const, ...request, ...everything })),
  { tale: 'check', ...plans, ...everything },
  { tale: 'check', ...maintenance, ...everything },
  { tale: 'check', ...database, ...everything },
  { tale: 'unreachable', ...dataWait, ...everything },
  { tale: 'rotate', ...attachedApps, ...stale },
  {
    tale: 'rotate',
    label: 'POST credentials_rotation',
    method: 'POST',
    path: '/credentials_rotation$',
    once: 'rotation-failed',
    ...stale,
  },
  { tale: 'rotate', label: 'GET addon (waiting)', ...ownAddon, ...stale },
  { tale: 'rotate', label: 'GET config-vars (new)', method: 'GET', path: `${inApp}/config-vars$`, after: 2, ...stale },
  { tale: 'rotate', ...config, ...stale },
  { tale: 'remove', ...attachedApps, ...everything },
  { tale: 'remove', ...config, ...everything },
  { tale: 'remove', label: 'GET addon (before)', ...ownAddon, ...addonOnly },
  { tale: 'remove', ...attachedApps, label: 'GET attached apps (again)', after: 1, ...addonOnly },
  { tale: 'remove', label: 'DELETE addon', method: 'DELETE', path: `${inApp}/addons/`, ...addonOnly },
  { tale: 'remove', label: 'GET addon (after)', ...ownAddon, after: 1, statusTells: true, ...nothing },
  { tale: 'let go', label: 'DELETE addon-attachment', method: 'DELETE', path: '^/addon-attachments/', ...guest },
  { tale: 'maintenance', label: 'GET maintenance (planning)', method: 'GET', path: maintenance.path, ...everything },
  { tale: 'maintenance', label: 'POST run', method: 'POST', path: '^/data/maintenances/v1/[^/]+/run$', ...everything },
  { tale: 'maintenance', ...config, ...stale },
  { tale: 'upgrade', ...database, label: 'GET database (planning)', ...everything },
  { tale: 'upgrade', label: 'POST upgrade', method: 'POST', path: '/upgrade$', ...everything },
  { tale: 'settings', label: 'GET config', ...settings, method: 'GET', bonus: true, asked: 2, ...everything },
  { tale: 'settings', label: 'PATCH config', ...settings, method: 'PATCH', ...everything },
  {
    tale: 'live',
    label: 'POST addon-attachments',
    method: 'POST',
    path: '^/addon-attachments$',
    canBeRefused: true,
    asked: 2,
    ...everything,
  },
  {
    tale: 'unreachable',
    label: 'POST log-sessions',
    method: 'POST',
    path: '/log-sessions$',
    bonus: true,
    ...everything,
  },
]
