import { expect, test } from 'vitest'
import type { Addon, HerokuApi } from '../../../src/heroku/api.ts'
import { changePlan } from '../../../src/steps/change-plan.ts'
import { addon } from '../state/fixtures.ts'
import { healthy, inTurn, provisioned, provisioning, refusal, scene } from './harness.ts'

const to = 'heroku-redis:premium-1'
const step = {
  action: 'change-plan' as const,
  addon: { id: 'id-1', name: 'redis-one' },
  from: 'heroku-redis:premium-0',
  to,
}

function changing(api: Partial<HerokuApi>) {
  const stage = scene({ api: { plans: inTurn([]), ...api } })
  stage.progress.plan([{ action: 'change-plan', done: false, ...changePlan.describe(step) }])
  return {
    ...stage,
    change: () => changePlan.apply(step, stage.known(healthy()), stage.context),
    report: () => stage.progress.steps[0],
  }
}

test('asks once, and leaves the add-on to be waited for', async () => {
  const { change, calls, report } = changing({ changePlan: inTurn(addon({ plan: to })) })
  expect(await change()).toMatchObject({ settled: false, requestedPlan: to })
  expect(calls).toEqual(['changePlan'])
  expect(report()).toMatchObject({
    done: true,
    target: 'redis-one',
    detail: expect.stringContaining(`to ${to}`) as string,
  })
})

test.each<[string, Addon, string]>([
  ['has it already', provisioned({ plan: to }), 'No.'],
  ['is being changed', provisioning(), 'No.'],
  ['is being changed, in words', provisioned(), 'A plan change is already in progress.'],
  ['is being changed, in other words', provisioned(), 'The add-on is being upgraded.'],
])('a refusal while the add-on %s is no failure', async (_, seen, words) => {
  const { change, report } = changing({
    changePlan: inTurn(refusal({ reason: 'plan-change-failed', words })),
    addon: inTurn(seen),
  })
  expect(await change()).toMatchObject({ settled: false, requestedPlan: to })
  expect(report()?.detail).toBe(`its change to the plan ${to} was already in progress`)
})

test('a change under way makes Heroku busy: no failure either', async () => {
  const { change } = changing({
    changePlan: inTurn(refusal({ reason: 'heroku-unavailable', status: 423, meaning: 'busy' })),
    addon: inTurn(provisioning()),
  })
  expect(await change()).toMatchObject({ requestedPlan: to })
})

test('any other refusal is told as it is, and is not done', async () => {
  const error = refusal({ reason: 'plan-change-failed', words: 'Your data does not fit.' })
  const { change, report } = changing({ changePlan: inTurn(error), addon: inTurn(provisioned()) })
  await expect(change()).rejects.toBe(error)
  expect(report()).toMatchObject({ done: false })
  expect(report()?.detail).not.toContain('not known')
})

test('refused for the money: the add-on is not even looked at', async () => {
  const error = refusal({ reason: 'payment-required', status: 402, words: 'Payment is already in progress.' })
  const { change, calls } = changing({ changePlan: inTurn(error) })
  await expect(change()).rejects.toBe(error)
  expect(calls).toEqual(['changePlan'])
})

test('without an answer, what is not known is called so', async () => {
  const { change, report } = changing({
    changePlan: inTurn(refusal({ reason: 'heroku-unavailable', status: 500, outcome: 'unknown' })),
  })
  await expect(change()).rejects.toMatchObject({ reason: 'heroku-unavailable' })
  expect(report()?.detail).toContain('not known')
})
