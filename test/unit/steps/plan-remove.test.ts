import { describe, expect, test } from 'vitest'
import type { Attachment } from '../../../src/heroku/api.ts'
import type { InputName } from '../../../src/inputs/inputs.ts'
import { goingAddon } from '../../../src/state/addon.ts'
import type { Known } from '../../../src/state/known.ts'
import type { Observed } from '../../../src/state/observed.ts'
import { planRemove } from '../../../src/steps/plan-remove.ts'
import type { Step } from '../../../src/steps/step.ts'
import { addon, attachment, errorOf, good, inputs, known, observed, reasonOf, url } from '../state/fixtures.ts'

type Given = Partial<Record<InputName, string>>

const settingsFor = (given: Given = {}) => inputs({ mode: 'remove', confirm: 'my-app', ...given })

function plan(seen: Observed, given: Given = {}, more: Partial<Known> = {}): readonly Step[] {
  const settings = settingsFor(given)
  return planRemove({ ...known(seen, settings), ...more }, settings)
}

/** Each step with what it is done to. */
function told(...args: Parameters<typeof plan>): readonly string[] {
  return plan(...args).map((step) => {
    if (step.action === 'remove-config') return `remove-config ${step.names.join(' ')}`
    if (step.action === 'detach') return `detach ${step.attachment.name}`
    if (step.action !== 'remove-addon') return step.action
    return `remove-addon ${step.addon.name}${step.isGoing ? ' (going)' : ''}`
  })
}

const all = `remove-config ${Object.keys(good).join(' ')}`
const ties = (...names: readonly string[]): readonly Attachment[] =>
  names.map((name) => attachment(name, addon(), [`${name}_URL`]))

test('variables, then the add-on, then the release', () => {
  expect(told(observed([addon()], { REDIS_URL: url, ...good, FOREIGN: 'x' }))).toEqual([
    all,
    'remove-addon redis-one',
    'wait-release',
  ])
})

test('nothing there: nothing', () => {
  expect(told(observed([], { FOREIGN: 'x' }))).toEqual([])
})

test('what an earlier run has left: the rest', () => {
  expect(told(observed([addon()], { REDIS_URL: url }))).toEqual(['remove-addon redis-one', 'wait-release'])
  expect(told(observed([], good))).toEqual([all, 'wait-release'])
})

test('names of config and of the fields that are managed, if they are set and not of an attachment', () => {
  const pg = addon({ id: 'id-9', name: 'pg', service: 'heroku-postgresql', plan: '', configVars: ['DATABASE_URL'] })
  const seen = observed([pg], { ...good, DATABASE_URL: 'postgres:', EXTRA: '1' })
  const given = { config: 'EXTRA=2\nDATABASE_URL=x\nNOT_SET=3', fields: 'host' }
  expect(told(seen, given)[0]).toBe('remove-config REDIS_WRITER_HOST REDIS_READER_HOST EXTRA')
})

test('attachments of ours go before the add-on; its last one goes with it', () => {
  const seen = observed([addon()], { REDIS_URL: url }, ties('REDIS', 'REDIS_WRITER', 'REDIS_READER'))
  expect(told(seen)).toEqual(['detach REDIS_WRITER', 'detach REDIS_READER', 'remove-addon redis-one', 'wait-release'])
  const [, remove] = plan(observed([addon()], { REDIS_WRITER_URL: url }, ties('REDIS_WRITER', 'REDIS_READER')))
  expect(remove).toMatchObject({ action: 'remove-addon', attachments: ['REDIS_READER'] })
  expect(told(observed([addon()], { REDIS_WRITER_URL: url }, ties('REDIS_WRITER')))).toEqual([
    'remove-addon redis-one',
    'wait-release',
  ])
})

test('attachments of other add-ons stay', () => {
  const pg = addon({ id: 'id-9', name: 'pg', service: 'heroku-postgresql', configVars: ['DATABASE_URL'] })
  const [remove] = plan(observed([addon(), pg], { REDIS_URL: url }, [...ties('REDIS'), attachment('DATABASE', pg)]))
  expect(remove).toMatchObject({ action: 'remove-addon', attachments: ['REDIS'] })
})

test('without a list of attachments, its variables name them', () => {
  const [remove] = plan(observed([addon({ configVars: ['MY_URL_REDIS_URL'] })], {}), { addon: 'redis-one' })
  expect(remove).toMatchObject({ action: 'remove-addon', attachments: ['MY_URL_REDIS'] })
})

test('the release of what this run has removed is waited for', () => {
  const written = [{ name: 'REDIS_WRITER_HOST', kind: 'remove' as const }]
  expect(plan(observed([], {}), {}, { released: false, written })).toEqual([
    { action: 'wait-release', configVars: ['REDIS_WRITER_HOST'] },
  ])
  expect(plan(observed([], {}), {}, { released: false, written, releaseNames: ['REDIS'] })).toEqual([
    { action: 'wait-release', configVars: ['REDIS'] },
  ])
})

test("of another app's add-on every attachment goes, and the add-on stays", () => {
  const shared = addon({ app: 'owner' })
  const here = ['REDIS', 'CACHE'].map((name) => attachment(name, shared, [`${name}_URL`]))
  const there = attachment('REDIS', shared, ['REDIS_URL'], 'owner')
  const seen = observed([shared], { REDIS_URL: url, CACHE_URL: url }, [...here, there])
  expect(told(seen)).toEqual(['detach REDIS', 'detach CACHE', 'wait-release'])
})

test('attached to another app: refused, whatever is left to do', () => {
  const attachedApps = ['web', 'worker'].map((app) => ({ app, owner: false, inRun: false }))
  const error = errorOf(() => plan(observed([addon()], { REDIS_URL: url, ...good }), {}, { attachedApps }))
  expect(error.explanation).toEqual({
    reason: 'addon-shared',
    what: 'redis-one of my-app is also attached to web and worker, so it is not removed.',
    cause: 'Another app still uses the add-on, and would lose it with its data.',
    remedy: 'Detach it there first (heroku addons:detach <attachment> --app web), or keep the add-on.',
  })
  expect(reasonOf(() => plan(observed([addon()], { REDIS_URL: url }), {}, { attachedApps }))).toBe('addon-shared')
})

describe('an add-on that Heroku is removing', () => {
  const going = addon({ state: 'deprovisioning' })
  const seen = observed([going], {})

  test('is waited for, and not asked for again', () => {
    const found = goingAddon(seen, settingsFor())
    expect(told(seen, {}, found && { addon: found })).toEqual(['remove-addon redis-one (going)', 'wait-release'])
  })

  test('is the one that was meant', () => {
    const name = (given: Given) => goingAddon(seen, settingsFor(given))?.name
    expect(name({ plan: 'premium-0' })).toBe('redis-one')
    expect(name({ plan: 'rediscloud:30' })).toBeUndefined()
    expect(name({ addon: 'redis-one' })).toBe('redis-one')
    expect(name({ addon: 'redis-two' })).toBeUndefined()
    const pg = addon({ service: 'heroku-postgresql', state: 'deprovisioning' })
    expect(goingAddon(observed([pg], {}), settingsFor())).toBeUndefined()
    const two = observed([going, addon({ id: 'id-2', name: 'redis-two', state: 'deprovisioning' })], {})
    expect(goingAddon(two, settingsFor())).toBeUndefined()
    const foreign = addon({ app: 'owner', state: 'deprovisioning' })
    expect(goingAddon(observed([foreign], {}), settingsFor())).toBeUndefined()
  })
})
