import { expect, test } from 'vitest'
import { cancelled } from '../../../src/failure/to-failure.ts'
import { planners } from '../../../src/steps/planners.ts'
import { isOutcomeUnknown } from '../../../src/steps/progress.ts'
import { addon, good, observed, url } from '../state/fixtures.ts'
import {
  errorFrom,
  idle,
  inTurn,
  missing,
  provisioned,
  provisioning,
  refusal,
  reported,
  scene,
  vars,
  writing,
} from './harness.ts'

const stale = { REDIS_URL: url, ...good, REDIS_WRITER_HOST: 'old.example.com' }

test('a change of plan that moves the URL: one write, after it', async () => {
  const moved = { ...good, REDIS_URL: 'rediss://:p%40ss@ec2-9.compute.amazonaws.com:21850' }
  const hosts = { REDIS_WRITER_HOST: 'ec2-9.compute.amazonaws.com', REDIS_READER_HOST: 'ec2-9.compute.amazonaws.com' }
  const { apply, calls, actions } = scene({
    api: {
      ...writing({ ...moved, ...hosts }),
      changePlan: inTurn(addon()),
      addon: inTurn(provisioned({ plan: 'heroku-redis:premium-1' })),
      dataWait: inTurn(idle),
      configVars: inTurn(vars(moved)),
    },
    given: { plan: 'premium-1', 'plan-mismatch': 'change' },
  })
  const known = await apply(observed([addon()], stale))
  expect(calls).toEqual(['changePlan', 'addon', 'dataWait', 'configVars', 'setConfigVars', 'releases'])
  expect(actions()).toEqual(['change-plan', 'wait-addon', 'set-config', 'wait-release'])
  expect(known.written).toHaveLength(2)
})

test('what turns out not to be needed is told as done, and not done', async () => {
  const { apply, progress, calls } = scene({
    api: {
      changePlan: inTurn(addon()),
      addon: inTurn(provisioned({ plan: 'heroku-redis:premium-1' })),
      dataWait: inTurn(idle),
      // Somebody else has written them meanwhile.
      configVars: inTurn(vars({ REDIS_URL: url, ...good })),
    },
    given: { plan: 'premium-1', 'plan-mismatch': 'change' },
  })
  await apply(observed([addon()], stale))
  expect(calls).not.toContain('setConfigVars')
  expect(progress.steps.slice(2)).toEqual([
    { action: 'set-config', target: '1 config var', done: true, detail: 'all values already matched' },
    { action: 'wait-release', target: 'the release', done: true, detail: 'no release was needed' },
  ])
})

test('a cancelled run begins no further step, and tells what was planned', async () => {
  const cancel = new AbortController()
  cancel.abort(cancelled())
  const { apply, calls, actions } = scene({ api: {}, signal: cancel.signal })
  await expect(apply(observed([addon()], stale))).rejects.toMatchObject({ reason: 'cancelled' })
  expect(calls).toEqual([])
  expect(actions()).toEqual(['set-config (not done)', 'wait-release (not done)'])
})

test('steps that lead nowhere come to an end: a source that never stops moving', async () => {
  let port = 7_000
  const { apply, calls } = scene({
    api: {
      setConfigVars: async () => {
        port += 1
        return vars({ ...good, REDIS_URL: `rediss://:p%40ss@ec2-1.compute.amazonaws.com:${port}` })
      },
    },
  })
  expect(await errorFrom(apply(observed([addon()], stale)))).toMatchObject({
    reason: 'internal',
    message: 'The steps for my-app did not come to an end.',
  })
  expect(calls).toHaveLength(50)
})

test('what turns out not to be needed is reported as done also while other steps remain', async () => {
  const settings = { timeout: 300 }
  const { apply, progress } = scene({
    api: {
      ...writing(),
      addon: inTurn(provisioned()),
      dataWait: inTurn(idle),
      configVars: inTurn(vars(stale)),
      databaseConfig: inTurn(reported(settings)),
    },
    given: { settings: 'timeout=300' },
  })
  await apply(observed([provisioning()], stale))
  expect(progress.steps.map(({ action, detail }) => [action, detail])).toEqual([
    ['wait-addon', 'ready after 0 ms'],
    ['apply-settings', 'the settings were already in place'],
    ['set-config', 'set REDIS_WRITER_HOST'],
    ['wait-release', 'succeeded after 0 ms'],
  ])
})

test('check applies nothing', () => {
  const { context, known } = scene({ api: {} })
  expect(planners.check(known(observed([], {})), context.settings)).toEqual([])
})

test.each([
  [refusal({ outcome: 'unknown' }), true],
  [refusal(), false],
  [cancelled(), true],
  [missing, false],
  [new Error('x'), false],
])('whether the work may be done all the same: %s', (error, isUnknown) => {
  expect(isOutcomeUnknown(error)).toBe(isUnknown)
})
