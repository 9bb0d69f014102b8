import type { FailureReason } from '../../failure/failure.ts'
import { defaultPlan, isRetired, type PlanOffer, priceOf, serviceOf } from '../../heroku/plans.ts'
import { bytes, count, percent } from '../../utils/format.ts'
import type { AppResult } from '../result.ts'

/** Reasons that more memory or more connections would remove. */
const tooSmall: ReadonlySet<FailureReason> = new Set([
  'memory',
  'eviction',
  'connections',
  'redis-out-of-memory',
  'redis-too-many-clients',
])

/** Below this use of both memory and connections a smaller plan is worth considering. */
const roomyPercent = 20

/**
 * The plan in use, its price and the limits that the server reports, and the next plan up or down of the live list when
 * the measurements call for one: sentences of plain text with `code`. Only heroku-redis has a list whose order is known.
 */
export function sizing(app: AppResult): readonly string[] {
  const { addon, writer } = app.report
  if (addon?.plan === undefined) return []
  const offers = app.plans ?? []
  const current = offers.find(({ name }) => name === addon.plan)
  const cost = addon.price ?? current
  const limits = [
    ...(writer?.memory && writer.memory.max > 0 ? [`${bytes(writer.memory.max)} of memory`] : []),
    ...(writer?.connections && writer.connections.max > 0 ? [`${count(writer.connections.max)} connections`] : []),
  ]
  const inUse =
    `Plan in use: \`${addon.plan}\`` +
    (cost ? `, ${priceOf(cost)}` : '') +
    (limits.length > 0 ? `. The server’s limits: ${limits.join(' and ')}` : '')
  const isHeroku = serviceOf(addon.plan) === defaultPlan.service
  return [`${inUse}.`, ...(current && isHeroku && addon.shared !== true ? change(app, current, offers) : [])]
}

function change(app: AppResult, current: PlanOffer, offers: readonly PlanOffer[]): readonly string[] {
  // Without prices the plans have no known order.
  if (current.billing !== undefined) return []
  const { writer } = app.report
  if (app.findings.some(({ reason }) => reason !== undefined && tooSmall.has(reason))) {
    const up = neighbour(current, offers, 'up')
    return up
      ? [`The next larger plan is \`${up.name}\`, ${priceOf(up)}: set \`plan\` to it with \`plan-mismatch: change\`.`]
      : ['Heroku lists no larger plan of this kind.']
  }
  const memory = writer?.memory?.percent
  const connections = writer?.connections?.percent
  if (memory === undefined || connections === undefined || Math.max(memory, connections) > roomyPercent) return []
  const down = neighbour(current, offers, 'down')
  return down
    ? [
        `Little memory (${percent(memory)}) and few connections (${percent(connections)}) are in use at this moment. ` +
          `If that is also true at peak times, the next smaller plan is \`${down.name}\`, ${priceOf(down)}.`,
      ]
    : []
}

/**
 * The nearest plan by price that is offered, of the same family (`premium-`, `private-`, …). Upwards, a family without a
 * larger plan (`mini`) continues in the next one; downwards, another family would lose something, such as high
 * availability.
 */
function neighbour(current: PlanOffer, offers: readonly PlanOffer[], direction: 'up' | 'down'): PlanOffer | undefined {
  const sign = direction === 'up' ? 1 : -1
  const others = offers
    .filter(
      (offer) =>
        offer.billing === undefined &&
        sign * (offer.cents - current.cents) > 0 &&
        !isRetired(offer) &&
        offer.insidePrivateSpace === current.insidePrivateSpace &&
        offer.outsidePrivateSpace === current.outsidePrivateSpace,
    )
    .toSorted((a, b) => sign * (a.cents - b.cents))
  const sameFamily = others.find((offer) => family(offer) === family(current))
  return sameFamily ?? (direction === 'up' ? others[0] : undefined)
}

/** `heroku-redis:premium-0` → `heroku-redis:premium`. */
const family = ({ name }: PlanOffer): string => name.replace(/-\d+$/, '')
