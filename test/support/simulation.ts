import type { HistoryState, RunPoint } from '../../src/history/history.ts'
import { emptyState } from '../../src/history/history.ts'
import { recordRun } from '../../src/history/record.ts'
import type { RunEvent } from '../../src/history/record.ts'
import { between, gaussian, seeded } from './random.ts'
import type { Random } from './random.ts'

/** Weeks of hourly health runs of invented apps, as in a state file. */

const hour = 3_600_000
const day = 24 * hour
const megabyte = 1_048_576

/** Times are days since the first run. */
export interface Story {
  readonly app: string
  readonly seed: number
  readonly days: number
  /** Percent of the first plan's memory: at the start, the daily wave's height, and growth per day. */
  readonly memory: { readonly start: number; readonly wave: number; readonly growth?: readonly Growth[] }
  /** Percent of the plan's connections: the usual value, and the height of the daily wave. */
  readonly connections: { readonly usual: number; readonly wave: number }
  readonly latencyMs: number
  /** Set: the reader is a replica. */
  readonly lagMs?: number
  readonly plan: Plan
  readonly changes?: readonly Change[]
  readonly outages?: readonly Outage[]
}

interface Growth {
  readonly from: number
  readonly to: number
  readonly percentPerDay: number
}

export interface Plan {
  readonly name: string
  readonly memoryMb: number
  readonly connections: number
}

interface Change {
  readonly at: number
  readonly plan?: Plan
  readonly version?: string
  readonly events?: readonly RunEvent[]
}

interface Outage {
  readonly from: number
  readonly hours: number
  readonly reason: string
  /** The event of the first good run afterwards. */
  readonly healed?: RunEvent
}

export const plans = {
  premium0: { name: 'heroku-redis:premium-0', memoryMb: 50, connections: 40 },
  premium1: { name: 'heroku-redis:premium-1', memoryMb: 100, connections: 80 },
  premium3: { name: 'heroku-redis:premium-3', memoryMb: 500, connections: 200 },
} as const satisfies Record<string, Plan>

export interface SimulatedRun {
  readonly point: RunPoint
  readonly events: readonly RunEvent[]
}

/** One run per hour, the last one at `end`; as on GitHub, a few start late or not at all. */
export function simulateRuns(story: Story, end: number): readonly SimulatedRun[] {
  const random = seeded(story.seed)
  const start = end - story.days * day
  const runs: SimulatedRun[] = []
  let previous = -1
  for (let index = 0; index <= story.days * 24; index++) {
    const isLast = index === story.days * 24
    const late = between(random, 0, 12 * 60_000)
    if (!isLast && random() < 0.02) continue
    const time = Math.round(isLast ? end : start + index * hour + late)
    const at = (time - start) / day
    runs.push(runAt(story, { time, at, previous, random }))
    previous = at
  }
  return runs
}

interface Moment {
  readonly time: number
  readonly at: number
  readonly previous: number
  readonly random: Random
}

function runAt(story: Story, { time, at, previous, random }: Moment): SimulatedRun {
  const isNow = (moment: number): boolean => moment > previous && moment <= at
  const changes = (story.changes ?? []).filter((change) => change.at <= at)
  const plan = changes.findLast((change) => change.plan)?.plan ?? story.plan
  const version = changes.findLast((change) => change.version !== undefined)?.version ?? '7.2.4'
  const outages = story.outages ?? []
  const outage = outages.find(({ from, hours }) => at >= from && at < from + hours / 24)
  const healed = outages.find(({ from, hours }) => isNow(from + hours / 24))?.healed
  const events = changes.filter((change) => isNow(change.at)).flatMap((change) => change.events ?? [])
  if (outage) {
    return { point: { time, status: 'fail', failing: true, reason: outage.reason, plan: plan.name }, events }
  }
  // Busy in the afternoon (UTC), quiet at night.
  const busy = Math.sin(((time % day) / day - 0.33) * 2 * Math.PI)
  const growth = (story.memory.growth ?? []).reduce(
    (sum, { from, to, percentPerDay }) => sum + percentPerDay * Math.max(0, Math.min(at, to) - from),
    0,
  )
  const share = story.memory.start + growth + story.memory.wave * busy + gaussian(random) * 0.4
  const memoryUsed = Math.max(1, (share / 100) * story.plan.memoryMb) * megabyte
  const memoryMax = plan.memoryMb * megabyte
  const used = story.connections.usual + story.connections.wave * busy + gaussian(random) * 2
  const connections = Math.max(1, Math.round((used / 100) * plan.connections))
  const slow = random() < 0.015 ? between(random, 2, 5) : 1
  const p50 = story.latencyMs * (1 + 0.08 * busy + Math.abs(gaussian(random)) * 0.05)
  const isNearlyFull = memoryUsed / memoryMax >= 0.75 || connections / plan.connections >= 0.8
  const point: RunPoint = {
    time,
    status: isNearlyFull ? 'warn' : 'pass',
    failing: false,
    reason: '',
    plan: plan.name,
    version,
    server: (0xabcdef01 + changes.filter((change) => change.version !== undefined).length).toString(16),
    latencyP50Ms: p50,
    latencyP95Ms: p50 * (1.15 + Math.abs(gaussian(random)) * 0.1) * slow,
    memoryUsed,
    memoryMax,
    connections,
    maxConnections: plan.connections,
    evictedKeys: 0,
    rejectedConnections: 0,
    ...(story.lagMs !== undefined && { lagMs: story.lagMs * (1 + Math.abs(gaussian(random)) * 0.3) }),
  }
  return { point, events: healed ? [...events, healed] : events }
}

/** The state after all runs of all stories, and whether the alarm of each is raised after its last run. */
export function simulateState(stories: readonly Story[], end: number, state: HistoryState = emptyState): HistoryState {
  return stories.reduce(
    (all, story) =>
      simulateRuns(story, end).reduce(
        (before, { point, events }) => recordRun(before, story.app, point, { failing: 2, of: 2 }, events).state,
        all,
      ),
    state,
  )
}

/** The story of the demo: a stale variable, a maintenance with an upgrade, memory that grows, and a larger plan. */
export const demoShop: Story = {
  app: 'demo-shop',
  seed: 7,
  days: 30,
  memory: {
    start: 44,
    wave: 6,
    growth: [
      { from: 12, to: 20, percentPerDay: 4 },
      { from: 22.4, to: 30, percentPerDay: 9 },
    ],
  },
  connections: { usual: 38, wave: 14 },
  latencyMs: 8.4,
  plan: plans.premium0,
  changes: [
    {
      at: 9.4,
      version: '8.1.4',
      events: [{ kind: 'maintenance', detail: 'ran in its window, 2 min' }],
    },
    { at: 20.6, plan: plans.premium1 },
  ],
  outages: [
    {
      from: 4.55,
      hours: 3.4,
      reason: 'config-drift',
      healed: { kind: 'drift-healed', detail: '5 config vars updated' },
    },
    { from: 16.2, hours: 1.1, reason: 'redis-timeout' },
  ],
}

/** Different apps, some with current problems: every 13th fails, every 9th fills up. */
export function fleetStories(size: number, days = 30): readonly Story[] {
  return Array.from({ length: size }, (_, index): Story => {
    const random = seeded(index + 1)
    const plan = [plans.premium0, plans.premium1, plans.premium3][index % 3] ?? plans.premium0
    const isDown = index % 13 === 5
    const fills = index % 9 === 4
    const start = between(random, 8, 55)
    return {
      app: `${names[index % names.length] ?? 'app'}-${stages[Math.floor(index / names.length)] ?? String(index)}`,
      seed: index + 1,
      days,
      memory: {
        start,
        wave: between(random, 1, 6),
        ...(fills && { growth: [{ from: days - 9, to: days, percentPerDay: (84 - start) / 9 }] }),
      },
      connections: { usual: between(random, 10, 50), wave: between(random, 2, 15) },
      latencyMs: between(random, 2, 24),
      ...(index % 7 === 2 && { lagMs: between(random, 0.4, 6) }),
      plan,
      changes: index % 5 === 1 ? [{ at: between(random, 3, 20), version: '8.1.4' }] : [],
      outages: [
        ...(random() < 0.3
          ? [{ from: between(random, 2, days - 4), hours: between(random, 2, 9), reason: 'redis-timeout' }]
          : []),
        ...(isDown ? [{ from: days - 0.3, hours: 24, reason: 'redis-refused' }] : []),
      ],
    }
  })
}

const names = [
  'shop',
  'api',
  'web',
  'search',
  'billing',
  'mail',
  'auth',
  'cart',
  'jobs',
  'media',
  'reports',
  'chat',
] as const
const stages = ['production', 'staging', 'demo', 'eu'] as const
