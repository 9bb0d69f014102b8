import { randomUUID } from 'node:crypto'

/** One plan and its limits (Heroku Dev Center, technical characterization, 2024-10). Prices are invented. */
export interface PlanSpec {
  readonly id: string
  readonly service: Service
  /** `heroku-redis:premium-0`. */
  readonly name: string
  readonly description: string
  /** US cents a month. */
  readonly cents: number
  readonly state: 'ga' | 'shutdown'
  readonly isDefault: boolean
  /** Only in a private space. */
  readonly privateSpace: boolean
  readonly limits: Limits
}

export interface Limits {
  readonly megabytes: number
  readonly connections: number
  /** Has a hidden standby for failovers. */
  readonly standby: boolean
}

export interface Service {
  readonly id: string
  readonly name: string
  readonly humanName: string
  /** Name of the first attachment, if available: `REDIS` sets `REDIS_URL`. */
  readonly attachment: string
  /** Suffix of the config var after the attachment's name. */
  readonly variable: 'URL' | 'URL_TLS'
  readonly server: 'redis-tls' | 'redis-plain' | 'none'
}

const herokuRedis = service('heroku-redis', 'Heroku Key-Value Store', 'REDIS', 'redis-tls')
const redisCloud = service('rediscloud', 'Redis Cloud', 'REDISCLOUD', 'redis-plain')
const stackhero = service('ah-redis-stackhero', 'Stackhero for Redis', 'STACKHERO_REDIS', 'redis-tls', 'URL_TLS')
const postgres = service('heroku-postgresql', 'Heroku Postgres', 'DATABASE', 'none')

export const services: readonly Service[] = [herokuRedis, redisCloud, stackhero, postgres]

export const plans: readonly PlanSpec[] = [
  plan(herokuRedis, 'hobby-dev', 'Hobby Dev', 0, 25, 20, { state: 'shutdown' }),
  plan(herokuRedis, 'mini', 'Mini', 400, 25, 20, { isDefault: true }),
  plan(herokuRedis, 'premium-0', 'Premium 0', 1600, 50, 40, { standby: true }),
  plan(herokuRedis, 'premium-1', 'Premium 1', 3100, 100, 80, { standby: true }),
  plan(herokuRedis, 'premium-2', 'Premium 2', 6200, 250, 200, { standby: true }),
  plan(herokuRedis, 'premium-3', 'Premium 3', 12300, 500, 400, { standby: true }),
  plan(herokuRedis, 'premium-4', 'Premium 4', 20500, 750, 700, { standby: true }),
  plan(herokuRedis, 'premium-5', 'Premium 5', 36000, 1000, 1000, { standby: true }),
  plan(herokuRedis, 'premium-7', 'Premium 7', 77000, 7000, 10_000, { standby: true }),
  plan(herokuRedis, 'private-7', 'Private 7', 98000, 7000, 10_000, { standby: true, privateSpace: true }),
  plan(herokuRedis, 'shield-7', 'Shield 7', 118000, 7000, 10_000, { standby: true, privateSpace: true }),
  plan(redisCloud, '30', '30MB', 0, 30, 30, { isDefault: true }),
  plan(redisCloud, '100', '100MB', 700, 100, 256),
  plan(stackhero, 'test', 'Test', 2300, 100, 100, { isDefault: true }),
  plan(postgres, 'essential-0', 'Essential 0', 600, 0, 20, { isDefault: true }),
  plan(postgres, 'essential-1', 'Essential 1', 1100, 0, 20),
]

/** `service:plan`, or a bare service for its default plan. */
export function findPlan(identity: string): PlanSpec | undefined {
  return plans.find(
    ({ id, name, service, isDefault }) =>
      id === identity || name === identity || (isDefault && service.name === identity),
  )
}

export function findService(identity: string): Service | undefined {
  return services.find(({ id, name }) => id === identity || name === identity)
}

function service(
  name: string,
  humanName: string,
  attachment: string,
  server: Service['server'],
  variable: Service['variable'] = 'URL',
): Service {
  return { id: randomUUID(), name, humanName, attachment, server, variable }
}

interface Extras {
  readonly state?: PlanSpec['state']
  readonly isDefault?: boolean
  readonly standby?: boolean
  readonly privateSpace?: boolean
}

function plan(
  service: Service,
  short: string,
  description: string,
  cents: number,
  megabytes: number,
  connections: number,
  { state = 'ga', isDefault = false, standby = false, privateSpace = false }: Extras = {},
): PlanSpec {
  const limits = { megabytes, connections, standby }
  const name = `${service.name}:${short}`
  return { id: randomUUID(), service, name, description, cents, state, isDefault, privateSpace, limits }
}
