import { expect, test } from 'vitest'
import { cancelled } from '../../../src/failure/to-failure.ts'
import type { Addon, HerokuApi } from '../../../src/heroku/api.ts'
import { changePlan } from '../../../src/steps/change-plan.ts'
import type { ChangePlan } from '../../../src/steps/step.ts'
import { addon } from '../state/fixtures.ts'
import { healthy, inTurn, provisioned, provisioning, refusal, scene } from './harness.ts'

const to = 'heroku-redis:premium-1'
const step = {
  action: 'change-plan' as const,
  addon: { id: 'id-1', name: 'redis-one' },
  from: 'heroku-redis:premium-0',
  to,
}

function changing(api: Partial<HerokuApi>, given: ChangePlan = step) {
  const stage = scene({ api: { plans: inTurn([]), ...api } })
  stage.progress.plan([{ action: 'change-plan', done: false, ...changePlan.describe(given) }])
  return {
    ...stage,
    change: () => changePlan.apply(given, stage.known(healthy()), stage.context),
    report: () => stage.progress.steps[0],
  }
}

test('asks once, and leaves the add-on to be waited for', async () => {
  const { change, calls, lines, report } = changing({ changePlan: inTurn(addon({ plan: to })) })
  expect(await change()).toMatchObject({ settled: false, requestedPlan: to })
  expect(calls).toEqual(['changePlan'])
  expect(lines[0]).toBe(`Changing redis-one from ${step.from} to ${to} …`)
  expect(report()).toMatchObject({
    done: true,
    target: 'redis-one',
    detail: `asked Heroku to change its plan from ${step.from} to ${to}`,
  })
})

test('a present plan that is not known is called so', async () => {
  const { from: _, ...rest } = step
  const { change, lines, report } = changing({ changePlan: inTurn(addon({ plan: to })) }, rest)
  await change()
  expect(lines[0]).toBe(`Changing redis-one from an unknown plan to ${to} …`)
  expect(report()?.detail).toBe(`asked Heroku to change its plan from unknown to ${to}`)
})

test.each<[string, Addon | Error, string]>([
  ['has it already', provisioned({ plan: to }), 'No.'],
  ['is being changed', provisioning(), 'No.'],
  ['is being changed, in words', provisioned(), 'A plan change is already in progress.'],
  ['is being changed, in other words', provisioned(), 'The add-on is being upgraded.'],
  ['is being changed, in two words', provisioned(), 'A change is under way.'],
  ['is being changed, in one word', provisioned(), 'A change is underway.'],
  ['cannot be read, but Heroku says it', refusal({ status: 503 }), 'A change is pending.'],
])('a refusal while the add-on %s is no failure', async (_, seen, words) => {
  const { change, report } = changing({
    changePlan: inTurn(refusal({ reason: 'plan-change-failed', words })),
    addon: async () => (seen instanceof Error ? Promise.reject(seen) : seen),
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

test('refused because Heroku does not offer the plan: the failure names those that it does', async () => {
  const mini = {
    name: 'heroku-redis:mini',
    description: '',
    cents: 300,
    unit: 'month',
    state: 'ga',
    insidePrivateSpace: false,
    outsidePrivateSpace: true,
  }
  const { change } = changing({
    changePlan: inTurn(refusal({ reason: 'plan-change-failed', words: 'No.' })),
    addon: inTurn(provisioned()),
    plans: inTurn([mini]),
  })
  await expect(change()).rejects.toMatchObject({
    reason: 'plan-not-found',
    message: `The plan ${to} was refused by Heroku: "No.".`,
  })
})

test('a cancelled run may have changed it', async () => {
  const error = cancelled()
  const { change, report } = changing({ changePlan: inTurn<[Error]>(error) })
  await expect(change()).rejects.toBe(error)
  expect(report()?.detail).toContain('got no answer')
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
  expect(report()?.detail).toBe(
    `asked Heroku to change its plan to ${to}, but got no answer: it is not known whether it was done`,
  )
})
