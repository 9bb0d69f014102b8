import { price } from '../utils/format.ts'
import type { PlanOffer } from '../report/result.ts'

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
