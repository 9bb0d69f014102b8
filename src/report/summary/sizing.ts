import type { PlanOffer } from '../../heroku/plans.ts'
import { isRetired } from '../../heroku/plans.ts'
import type { FailureReason } from '../../failure/failure.ts'
import { bytes, count, percent, price } from '../../utils/format.ts'
import type { AppResult } from '../result.ts'

/** Reasons that more memory or more connections cure. */
const tooSmall: ReadonlySet<FailureReason> = new Set([
  'memory',
  'eviction',
  'connections',
  'redis-out-of-memory',
  'redis-too-many-clients',
])

/** Below this use of both memory and connections a smaller plan is worth a thought. */
const roomyPercent = 20

/**
 * What to know and do about the plan, sentences of plain text with `code`: the plan in use, its price, the limits that
 * the server itself named, and the next plan up or down of the live list when the measurements call for one.
 */
export function advice(app: AppResult): readonly string[] {
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
    (cost ? `, ${price(cost.cents, cost.unit)}` : '') +
    (limits.length > 0 ? `; its limits as the server tells them: ${limits.join(' and ')}` : '')
  return [`${inUse}.`, ...change(app, current, offers)]
}

function change(app: AppResult, current: PlanOffer | undefined, offers: readonly PlanOffer[]): readonly string[] {
  if (!current) return []
  const { writer } = app.report
  const reasons = app.findings.flatMap(({ reason }) => (reason !== undefined && tooSmall.has(reason) ? [reason] : []))
  if (reasons.length > 0) {
    const up = neighbour(current, offers, 'up')
    return up
      ? [
          `The next plan up is \`${up.name}\`, ${price(up.cents, up.unit)}: set \`plan\` to it, with \`plan-mismatch: change\`.`,
        ]
      : ['There is no larger plan of its kind in Heroku’s list.']
  }
  const memory = writer?.memory?.percent
  const connections = writer?.connections?.percent
  if (memory === undefined || connections === undefined || Math.max(memory, connections) > roomyPercent) return []
  const down = neighbour(current, offers, 'down')
  return down
    ? [
        `Memory (${percent(memory)}) and connections (${percent(connections)}) are little used at this moment. If that is so at peak, ` +
          `too, the next plan down is \`${down.name}\`, ${price(down.cents, down.unit)}.`,
      ]
    : []
}

/** The nearest plan by price that is on offer, of the same family (`premium-`, `private-`, …) where there is one. */
function neighbour(current: PlanOffer, offers: readonly PlanOffer[], direction: 'up' | 'down'): PlanOffer | undefined {
  const sign = direction === 'up' ? 1 : -1
  const others = offers
    .filter(
      (offer) =>
        sign * (offer.cents - current.cents) > 0 &&
        !isRetired(offer) &&
        offer.insidePrivateSpace === current.insidePrivateSpace &&
        offer.outsidePrivateSpace === current.outsidePrivateSpace,
    )
    .toSorted((a, b) => sign * (a.cents - b.cents))
  const sameFamily = others.find((offer) => family(offer) === family(current))
  // Downwards another family means losing something, such as high availability: not ours to suggest.
  return sameFamily ?? (direction === 'up' ? others[0] : undefined)
}

/** `heroku-redis:premium-0` → `heroku-redis:premium`. */
const family = ({ name }: PlanOffer): string => name.replace(/-?\d+$/, '')
