import { price } from '../utils/format.ts'

/** How something is paid for that has no amount: by contract (Enterprise), by use, or Heroku does not say. Never "free". */
export type Billing = 'contract' | 'metered' | 'unknown'

/** One offer of Heroku's live plan list. */
export interface PlanOffer {
  /** `heroku-redis:premium-0`. */
  readonly name: string
  readonly description: string
  /** US cents; 0 and meaningless when `billing` is set. */
  readonly cents: number
  /** `month`. */
  readonly unit: string
  /** `ga`, `beta`, `shutdown`, … as Heroku says. */
  readonly state: string
  readonly insidePrivateSpace: boolean
  readonly outsidePrivateSpace: boolean
  /** Absent: `cents` says it all. */
  readonly billing?: Billing
}

/** `service:plan`, both parts known. */
export interface PlanName {
  readonly service: string
  readonly plan: string
}

/** The service that a short plan name belongs to, and the plan that a new add-on gets. */
export const defaultPlan: PlanName = { service: 'heroku-redis', plan: 'premium-0' }

/** Heroku's lifecycle states of what can no longer be had (Platform API, "Plan": state). */
export function isRetired({ state }: Pick<PlanOffer, 'state'>): boolean {
  return ['shutdown', 'retired', 'deprecated', 'disabled', 'sunset'].includes(state)
}

/** `15.00 USD a month`, `free`, `price by contract`, `metered price`, `price not listed`. */
export function priceOf({ billing, cents, unit }: Pick<PlanOffer, 'cents' | 'unit' | 'billing'>): string {
  return billing === undefined ? price(cents, unit) : billingWords[billing]
}

const billingWords: Readonly<Record<Billing, string>> = {
  contract: 'price by contract',
  metered: 'metered price',
  unknown: 'price not listed',
}

/** What can be had, cheapest first and unknown prices last: `heroku-redis:mini (3.00 USD a month)`. */
export function onOffer(offers: readonly PlanOffer[]): readonly string[] {
  const rank = ({ billing, cents }: PlanOffer): number => (billing === undefined ? cents : Number.MAX_SAFE_INTEGER)
  return offers
    .filter((each) => !isRetired(each))
    .toSorted((a, b) => rank(a) - rank(b))
    .map((each) => `${each.name} (${priceOf(each)})`)
}

/** `heroku-redis:premium-0` → `heroku-redis`. */
export function serviceOf(plan: string): string {
  return plan.split(':')[0] ?? ''
}
