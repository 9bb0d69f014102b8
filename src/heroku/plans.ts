/** One offer of Heroku's live plan list. */
export interface PlanOffer {
  /** `heroku-redis:premium-0`. */
  readonly name: string
  readonly description: string
  /** US cents. */
  readonly cents: number
  /** `month`. */
  readonly unit: string
  /** `ga`, `beta`, `shutdown`, … as Heroku says. */
  readonly state: string
  readonly insidePrivateSpace: boolean
  readonly outsidePrivateSpace: boolean
}

/** `service:plan`, both parts known. */
export interface PlanName {
  readonly service: string
  readonly plan: string
}

/** The service that a short plan name belongs to, and the plan that a new add-on gets. */
export const defaultPlan: PlanName = { service: 'heroku-redis', plan: 'premium-0' }

import { price } from '../utils/format.ts'
/** Heroku's lifecycle states of what can no longer be had (Platform API, "Plan": state). */
export function isRetired({ state }: PlanOffer): boolean {
  return ['shutdown', 'retired', 'deprecated', 'disabled', 'sunset'].includes(state)
}

/** What can be had, cheapest first: `heroku-redis:mini (3.00 USD a month)`. */
export function onOffer(offers: readonly PlanOffer[]): readonly string[] {
  return offers
    .filter((each) => !isRetired(each))
    .toSorted((a, b) => a.cents - b.cents)
    .map(({ name, cents, unit }) => `${name} (${price(cents, unit)})`)
}

/** `heroku-redis:premium-0` → `heroku-redis`. */
export function serviceOf(plan: string): string {
  return plan.split(':')[0] ?? ''
}
