import { expect, test } from 'vitest'
import { isRetired, onOffer, type PlanOffer, priceOf, serviceOf } from '../../../src/heroku/plans.ts'

const offer = (plan: string, more: Partial<PlanOffer> = {}): PlanOffer => ({
  name: `heroku-redis:${plan}`,
  description: '',
  cents: 0,
  unit: 'month',
  state: 'ga',
  insidePrivateSpace: true,
  outsidePrivateSpace: true,
  ...more,
})

test('plans are offered with their prices, the cheapest first, those without a known price last', () => {
  const offers = [
    offer('contract', { billing: 'contract' }),
    offer('premium-0', { cents: 1_500 }),
    offer('gone', { cents: 1, state: 'shutdown' }),
    offer('metered', { billing: 'metered' }),
    offer('mini', { cents: 300, state: 'beta' }),
    offer('free'),
    offer('hidden', { billing: 'unknown' }),
    offer('premium-1', { cents: 2_000, unit: 'year' }),
  ]
  expect(onOffer(offers)).toEqual([
    'heroku-redis:free (free)',
    'heroku-redis:mini (3.00 USD a month)',
    'heroku-redis:premium-0 (15.00 USD a month)',
    'heroku-redis:premium-1 (20.00 USD a year)',
    'heroku-redis:contract (price by contract)',
    'heroku-redis:metered (metered price)',
    'heroku-redis:hidden (price not listed)',
  ])
  expect(offers[0]?.name).toBe('heroku-redis:contract')
})

test('a plan that is paid for in another way is never free', () => {
  expect(priceOf({ cents: 0, unit: 'month' })).toBe('free')
  expect(priceOf({ cents: 0, unit: 'month', billing: 'metered' })).toBe('metered price')
})

test.each([
  ['shutdown', true],
  ['retired', true],
  ['deprecated', true],
  ['disabled', true],
  ['sunset', true],
  ['ga', false],
  ['beta', false],
  ['', false],
])('a plan in the state "%s" can no longer be had: %s', (state, expected) => {
  expect(isRetired({ state })).toBe(expected)
})

test.each([
  ['heroku-redis:premium-0', 'heroku-redis'],
  ['heroku-redis', 'heroku-redis'],
  ['', ''],
])('the service of the plan "%s" is "%s"', (plan, service) => {
  expect(serviceOf(plan)).toBe(service)
})
