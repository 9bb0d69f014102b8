import { expect, test } from 'vitest'
import type { Failure } from '../../../src/failure/failure.ts'
import { refuseUnknownPlan } from '../../../src/steps/refusals.ts'

test('a plan that is not offered is answered with what is', () => {
  const offer = (name: string, cents: number, state = 'ga') => ({
    name,
    cents,
    state,
    unit: 'month',
    description: '',
    insidePrivateSpace: false,
    outsidePrivateSpace: true,
  })
  const offers = [
    offer('heroku-redis:premium-0', 1_500),
    offer('heroku-redis:mini', 300),
    offer('heroku-redis:hobby-dev', 0, 'shutdown'),
  ]
  expect(() => refuseUnknownPlan('heroku-redis:mini', offers)).not.toThrow()
  expect(() => refuseUnknownPlan('heroku-redis:mini', [])).toThrow('The plan heroku-redis:mini does not exist.')
  for (const plan of ['heroku-redis:hobby-dev', 'heroku-redis:premium-99']) {
    try {
      refuseUnknownPlan(plan, offers)
      expect.unreachable()
    } catch (error) {
      expect((error as Failure).explanation.remedy).toContain(
        'heroku-redis:mini (3.00 USD a month), heroku-redis:premium-0 (15.00 USD a month)',
      )
      expect((error as Failure).explanation.remedy).not.toContain('hobby-dev')
    }
  }
})
