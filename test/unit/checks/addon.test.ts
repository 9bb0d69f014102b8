import { describe } from 'vitest'
import { bare, but, healthy, judges, without } from './fixtures.ts'

const offer = {
  name: 'heroku-redis:premium-0',
  description: '',
  cents: 1500,
  unit: 'month',
  state: 'ga',
  insidePrivateSpace: false,
  outsidePrivateSpace: true,
}

describe('addon', () => {
  judges('addon', 'app', [
    ['provisioned', healthy, { is: 'pass', says: 'The add-on redis-round-1 (heroku-redis) is provisioned.' }],
    [
      'missing',
      bare,
      { is: 'fail addon-missing', says: 'my-app has no Redis add-on.', hint: /Correct the `addon` input/ },
    ],
    [
      'missing in check mode',
      { ...bare, mode: 'check' },
      { is: 'fail addon-missing', says: 'my-app has no Redis add-on.', hint: /Run with `mode: setup` to create it/ },
    ],
    [
      'missing, beside a URL that was set by hand',
      { ...bare, mode: 'check', handSetUrl: 'REDIS_URL' },
      {
        is: 'fail addon-missing',
        says: 'my-app has no Redis add-on, but the config var REDIS_URL holds a Redis URL that was set by hand.',
        cause: /a Redis server that is not an add-on/,
        hint: /^Remove REDIS_URL before `mode: setup` creates an add-on, or keep it/,
      },
    ],
    [
      'missing in a dry run',
      { ...bare, dryRun: true },
      { is: 'skip', says: 'There is no Redis add-on yet; the planned steps would create it.' },
    ],
    ['shared', but({ addon: { shared: true } }), { is: 'pass', says: /is provisioned, shared by another app\.$/ }],
    [
      'shared by a known app',
      but({ addon: { shared: true, owner: 'acme-www' } }),
      { is: 'pass', says: /is provisioned, shared by acme-www\.$/ },
    ],
    [
      'of a state that cannot be seen',
      { ...healthy, addon: { name: 'x', shared: true } },
      { is: 'pass', says: 'The add-on x is attached, shared by another app.' },
    ],
    [
      'provisioning',
      but({ addon: { state: 'provisioning' }, subject: { mode: 'check' } }),
      {
        is: 'fail provision-timeout',
        says: 'The add-on redis-round-1 is still being provisioned.',
        hint: /Run again when `heroku addons:info redis-round-1 --app my-app`/,
      },
    ],
    [
      'provisioning in a dry run',
      but({ addon: { state: 'provisioning' }, subject: { dryRun: true } }),
      { is: 'skip', says: 'The add-on redis-round-1 is being provisioned; the planned steps would wait for it.' },
    ],
    [
      'being removed',
      but({ addon: { state: 'deprovisioning' } }),
      { is: 'fail addon-missing', says: /redis-round-1 is deprovisioning: it is being removed/ },
    ],
    [
      'removed',
      but({ addon: { state: 'deprovisioned' } }),
      { is: 'fail addon-missing', says: /redis-round-1 is deprovisioned/ },
    ],
    [
      'in an unknown state',
      but({ addon: { state: 'on\nfire' } }),
      { is: 'fail provision-failed', says: 'The add-on redis-round-1 is in the state “on fire”.' },
    ],
    [
      'not ready for the data service',
      but({ addon: { dataServiceWaiting: true, dataServiceMessage: 'preparing' } }),
      {
        is: 'warn provision-timeout',
        says: 'Heroku’s data service is still working on redis-round-1 (“preparing”).',
        hint: /Run again to continue waiting/,
      },
    ],
    [
      'not ready for the data service, which says nothing',
      but({ addon: { dataServiceWaiting: true } }),
      { is: 'warn provision-timeout', says: 'Heroku’s data service is still working on redis-round-1.' },
    ],
    [
      'not ready for the data service, in a dry run',
      but({ addon: { dataServiceWaiting: true }, subject: { dryRun: true } }),
      { is: 'skip', says: /still working on redis-round-1; the planned steps would wait for it\.$/ },
    ],
  ])
})

describe('plan', () => {
  const value = 'heroku-redis:premium-0'
  const another = { wantedPlan: 'heroku-redis:premium-1' }
  judges('plan', 'app', [
    ['nothing asked for', healthy, { is: 'pass', says: 'The plan is heroku-redis:premium-0.', value }],
    ['as asked for', but({ addon: { wantedPlan: value } }), { is: 'pass', says: /The plan is/, value }],
    ['there is no add-on', bare, { is: 'skip', says: 'There is no add-on whose plan could be checked.' }],
    [
      'not visible',
      { ...healthy, addon: { name: 'x', shared: true } },
      { is: 'skip', says: /the token cannot see the plan/ },
    ],
    [
      'another one, with `plan-mismatch: warn`',
      but({ addon: another }),
      {
        is: 'warn plan-mismatch',
        says: 'The add-on redis-round-1 has the plan heroku-redis:premium-0, and `plan` asks for heroku-redis:premium-1. It is left unchanged (`plan-mismatch: warn`).',
        value,
      },
    ],
    [
      'another one, with `plan-mismatch: fail`',
      but({ addon: another }),
      {
        is: 'fail plan-mismatch',
        says: /asks for heroku-redis:premium-1\.$/,
        value,
        settings: { planMismatch: 'fail' },
      },
    ],
    [
      'another one, with `plan-mismatch: change` in check mode',
      but({ addon: another, subject: { mode: 'check' } }),
      {
        is: 'warn plan-mismatch',
        says: /Only `mode: setup` changes it\.$/,
        hint: /^Run with `mode: setup` to change it to heroku-redis:premium-1\.$/,
        value,
        settings: { planMismatch: 'change' },
      },
    ],
    [
      'another one, with `plan-mismatch: change` in a dry run',
      but({ addon: another, subject: { dryRun: true } }),
      { is: 'skip', says: /the planned steps would change it\.$/, settings: { planMismatch: 'change' } },
    ],
    [
      'another one after the change',
      but({ addon: another }),
      {
        is: 'fail plan-change-failed',
        says: /The change did not take effect\.$/,
        value,
        settings: { planMismatch: 'change' },
      },
    ],
    [
      'another one on another app’s add-on',
      but({ addon: { ...another, shared: true, owner: 'acme-www' } }),
      {
        is: 'warn plan-mismatch',
        says: /The plan of another app’s add-on is not changed\.$/,
        hint: /change it on the app that owns the add-on \(acme-www\)/,
        value,
        settings: { planMismatch: 'change' },
      },
    ],
    ['in the live list', but({ addon: { plans: [offer] } }), { is: 'pass', says: /The plan is/, value }],
    [
      'not in the live list',
      but({ addon: { plan: 'heroku-redis:hobby-dev', plans: [offer] } }),
      {
        is: 'warn plan-not-found',
        says: /heroku-redis:hobby-dev is not in the list of plans/,
        hint: /`heroku addons:plans heroku-redis`/,
      },
    ],
    [
      'of another service than the live list',
      but({ addon: { plan: 'rediscloud:30', plans: [offer] } }),
      { is: 'pass', says: 'The plan is rediscloud:30.', value: 'rediscloud:30' },
    ],
    [
      'retired',
      but({ addon: { plans: [{ ...offer, state: 'shutdown' }] } }),
      { is: 'warn plan-not-found', says: 'The plan heroku-redis:premium-0 was retired.' },
    ],
    [
      'mini',
      but({ addon: { plan: 'heroku-redis:mini' } }),
      { is: 'pass', says: 'The plan is heroku-redis:mini, which has no standby.', value: 'heroku-redis:mini' },
    ],
    [
      'the empty list of a service without offers',
      {
        ...healthy,
        addon: { ...without(but({}).addon ?? { name: '', shared: false }, 'plan'), plan: value, plans: [] },
      },
      { is: 'pass', says: /The plan is/, value },
    ],
  ])
})
