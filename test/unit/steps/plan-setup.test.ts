import { describe, expect, test } from 'vitest'
import type { InputName } from '../../../src/inputs/inputs.ts'
import type { Inputs } from '../../../src/inputs/settings.ts'
import type { Observed } from '../../../src/state/observed.ts'
import { describe as describeStep } from '../../../src/steps/apply.ts'
import { planSetup } from '../../../src/steps/plan-setup.ts'
import type { Step } from '../../../src/steps/step.ts'
import { addon, good, inputs, known, observed, reasonOf, url } from '../state/fixtures.ts'

function plan(seen: Observed, given: Inputs): readonly Step[] {
  return planSetup(known(seen, given), given)
}

describe('steps', () => {
  const actions = (seen: Observed, given: Partial<Record<InputName, string>> = {}) =>
    plan(seen, inputs(given)).map(({ action }) => action)

  test('nothing there: create, wait, set, wait', () => {
    const steps = plan(observed([], {}), inputs({ plan: 'mini' }))
    expect(steps.map(({ action }) => action)).toEqual(['create-addon', 'wait-addon', 'set-config', 'wait-release'])
    expect(steps[0]).toMatchObject({ plan: 'heroku-redis:mini', attachment: 'REDIS' })
    expect(steps.map(describeStep).every(({ done }) => !done)).toBe(true)
  })

  test('all right: nothing', () => {
    expect(actions(observed([addon()], { REDIS_URL: url, ...good }))).toEqual([])
  })

  test('a moved URL: only what differs', () => {
    const moved = 'rediss://:n3w@ec2-2.compute.amazonaws.com:21850'
    const [step] = plan(observed([addon()], { REDIS_URL: moved, ...good, FOREIGN: 'x' }), inputs())
    if (step?.action !== 'set-config') throw new Error('the first step is not set-config')
    expect(step.changes).toEqual([
      {
        name: 'REDIS_WRITER_HOST',
        kind: 'update',
        from: 'ec2-1.compute.amazonaws.com',
        to: 'ec2-2.compute.amazonaws.com',
      },
      { name: 'REDIS_WRITER_PASSWORD', kind: 'update' },
      {
        name: 'REDIS_READER_HOST',
        kind: 'update',
        from: 'ec2-1.compute.amazonaws.com',
        to: 'ec2-2.compute.amazonaws.com',
      },
      { name: 'REDIS_READER_PASSWORD', kind: 'update' },
    ])
    expect(step.vars.map(({ name }) => name)).toEqual(step.changes.map(({ name }) => name))
    expect(step.vars[0]?.value?.reveal()).toBe('ec2-2.compute.amazonaws.com')
  })

  test('a secret that stands where a host belongs is not shown', () => {
    const config = { REDIS_URL: url, ...good, REDIS_WRITER_HOST: url, REDIS_READER_PORT: 'hunter2hunter2' }
    const text = JSON.stringify(plan(observed([addon()], config), inputs()))
    expect(text).not.toMatch(/p%40ss|hunter2/)
  })

  test('another plan: kept, unless a change is asked for', () => {
    const seen = observed([addon()], { REDIS_URL: url, ...good })
    expect(actions(seen, { plan: 'premium-1' })).toEqual([])
    expect(actions(seen, { plan: 'premium-1', 'plan-mismatch': 'fail' })).toEqual([])
    expect(actions(seen, { plan: 'premium-1', 'plan-mismatch': 'change' })).toEqual(['change-plan', 'wait-addon'])
    expect(actions(seen, { plan: 'premium-0', 'plan-mismatch': 'change' })).toEqual([])
  })

  test('extra config vars go with the same release', () => {
    const steps = plan(
      observed([addon()], { REDIS_URL: url, ...good, HIST_MAX: '10' }),
      inputs({ config: 'HIST_MAX=30\nNEW=1' }),
    )
    expect(steps[0]).toMatchObject({
      changes: [
        { name: 'HIST_MAX', kind: 'update' },
        { name: 'NEW', kind: 'add' },
      ],
    })
  })

  test('a name that belongs to an attachment is refused, unless Heroku keeps it as it should be', () => {
    const one = addon({ configVars: ['REDIS_URL', 'REDIS_WRITER_URL'] })
    const other = addon({ id: 'id-9', name: 'pg', service: 'x', configVars: ['REDIS_READER_URL'] })
    const given = { fields: 'url' }
    expect(
      reasonOf(() =>
        plan(observed([one], { REDIS_URL: url, REDIS_WRITER_URL: url, REDIS_READER_URL: url }), inputs(given)),
      ),
    ).toBe('')
    expect(
      reasonOf(() =>
        plan(
          observed([one, other], { REDIS_URL: url, REDIS_WRITER_URL: url, REDIS_READER_URL: 'x' }),
          inputs({ ...given, addon: 'redis-one' }),
        ),
      ),
    ).toBe('config-conflict')
    expect(reasonOf(() => plan(observed([other], { REDIS_READER_URL: 'x' }), inputs(given)))).toBe('config-conflict')
    expect(reasonOf(() => plan(observed([], {}), inputs({ config: 'REDIS_URL=x' })))).toBe('config-conflict')
    const both = addon({ configVars: ['REDIS_URL', 'OTHER_URL'] })
    const seen = observed([both], { REDIS_URL: url, OTHER_URL: url })
    expect(() => plan(seen, inputs({ config: 'REDIS_URL=x\nOTHER_URL=y' }))).toThrow(
      "Heroku keeps REDIS_URL, OTHER_URL on my-app itself, for an add-on's attachment, and lets nobody else write them.",
    )
  })

  test('a reader that is not there is told before anything is paid for', () => {
    expect(reasonOf(() => plan(observed([], {}), inputs({ reader: 'NOT_THERE' })))).toBe('config-missing')
    expect(reasonOf(() => plan(observed([], { X: 'postgres://y' }), inputs({ reader: 'X' })))).toBe('config-missing')
  })
})
