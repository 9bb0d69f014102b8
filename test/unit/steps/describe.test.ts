import { expect, test } from 'vitest'
import { describe as describeStep } from '../../../src/steps/apply.ts'
import type { Step } from '../../../src/steps/step.ts'
import { addon, attachment } from '../state/fixtures.ts'

// What a dry run prints, and what the report has of a step that was not done.

const on = { addon: { id: 'id-1', name: 'redis-1' } }
const create = {
  action: 'create-addon',
  service: 'heroku-redis',
  plan: 'heroku-redis:mini',
  attachment: 'REDIS',
  after: [],
} as const
const vars = (...names: readonly string[]) => ({
  action: 'set-config' as const,
  vars: [],
  desired: [],
  changes: names.map((name) => ({ name, kind: 'add' as const })),
})
const attached = (...apps: readonly (readonly [app: string, inRun: boolean])[]) =>
  apps.map(([app, inRun]) => ({ app, inRun, owner: false }))

test.each<[Step, string, string]>([
  [create, 'heroku-redis:mini', 'create a heroku-redis:mini add-on, attached as REDIS'],
  [
    { ...create, version: '9', after: [{ id: 'x', name: 'redis-0' }] },
    'heroku-redis:mini',
    'create a heroku-redis:mini add-on, attached as REDIS, with version 9, when redis-0 is provisioned',
  ],
  [{ action: 'change-plan', ...on, from: 'a:b', to: 'a:c' }, 'redis-1', 'change its plan from a:b to a:c'],
  [{ action: 'change-plan', ...on, to: 'a:c' }, 'redis-1', 'change its plan from unknown to a:c'],
  [{ action: 'wait-addon' }, 'the new add-on', 'wait until it is provisioned and its config var is there'],
  [{ action: 'wait-addon', ...on, plan: 'a:c' }, 'redis-1', 'wait until it has the plan a:c'],
  [{ action: 'wait-addon', ...on, moved: true }, 'redis-1', 'wait until it is available, and read its URL again'],
  [{ action: 'rotate-credentials', ...on, attachedApps: [] }, 'redis-1', 'rotate its credentials'],
  [
    { action: 'rotate-credentials', ...on, attachedApps: attached(['a', true], ['b', false], ['c', false]) },
    'redis-1',
    'rotate its credentials (also updated in this run: a; copies become stale on: b and c)',
  ],
  [
    { action: 'rotate-credentials', ...on, attachedApps: attached(['a', true]) },
    'redis-1',
    'rotate its credentials (also updated in this run: a)',
  ],
  [
    { action: 'rotate-credentials', ...on, attachedApps: attached(['b', false]) },
    'redis-1',
    'rotate its credentials (copies become stale on: b)',
  ],
  [{ action: 'apply-settings', settings: { timeout: 300 } }, 'the new add-on', 'set timeout=300'],
  [{ action: 'upgrade', ...on, from: '7.2', to: '9' }, 'redis-1', 'upgrade it from version 7.2 to 9 (irreversible)'],
  [{ action: 'upgrade', ...on, to: '9' }, 'redis-1', 'upgrade it to 9 (irreversible)'],
  [
    { action: 'run-maintenance', ...on },
    'redis-1',
    'run the maintenance that is ready; connections break, and the Redis URL changes',
  ],
  [{ action: 'wait-maintenance', ...on, until: 'completed' }, 'redis-1', 'wait until the maintenance is completed'],
  [
    { action: 'wait-maintenance', ...on, until: 'ready', version: '9' },
    'redis-1',
    'wait until the upgrade to 9 is prepared',
  ],
  [{ action: 'wait-maintenance', ...on, until: 'completed', version: '9' }, 'redis-1', 'wait until it runs version 9'],
  [
    { action: 'attach', name: 'REDIS_WRITER', replaces: false },
    'the new add-on',
    'attach it as REDIS_WRITER, so that Heroku keeps REDIS_WRITER_URL current',
  ],
  [
    { action: 'attach', ...on, name: 'REDIS_WRITER', replaces: true },
    'redis-1',
    'attach it as REDIS_WRITER, so that Heroku keeps REDIS_WRITER_URL current; replaces the copy',
  ],
  [vars('A'), '1 config var', 'set A in one release'],
  [vars('A', 'B'), '2 config vars', 'set A, B in one release'],
  [{ action: 'remove-config', names: ['A', 'B'] }, '2 config vars', 'remove A, B in one release'],
  [
    { action: 'detach', attachment: attachment('CACHE', addon({ name: 'www-redis' })) },
    'CACHE',
    'detach www-redis from the app',
  ],
  [
    { action: 'remove-addon', ...on, attachments: [], isGoing: false },
    'redis-1',
    'remove it with all its data, and wait for the removal',
  ],
  [{ action: 'remove-addon', ...on, attachments: [], isGoing: true }, 'redis-1', 'wait until Heroku has removed it'],
  [{ action: 'wait-release', configVars: [] }, 'the release', 'wait until it has succeeded'],
])('%o', (step, target, detail) => {
  expect(describeStep(step)).toEqual({ action: step.action, done: false, target, detail })
})
