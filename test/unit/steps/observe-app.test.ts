import { describe, expect, test } from 'vitest'
import type { Addon, Attachment, HerokuApi } from '../../../src/heroku/api.ts'
import type { InputName } from '../../../src/inputs/inputs.ts'
import { observeApp } from '../../../src/steps/observe-app.ts'
import { addon, attachment, url } from '../state/fixtures.ts'
import { done, errorFrom, final, inTurn, refusal, scene, vars } from './harness.ts'

interface Given {
  readonly addons?: readonly Addon[]
  readonly attachments?: readonly Attachment[]
  readonly config?: Readonly<Record<string, string>>
  readonly inputs?: Partial<Record<InputName, string>>
  readonly api?: Partial<HerokuApi>
  readonly apps?: readonly string[]
}

async function observed({ addons = [], attachments = [], config = {}, inputs = {}, api = {}, apps }: Given) {
  const stage = scene({
    given: inputs,
    ...(apps && { apps }),
    api: {
      addons: inTurn(addons),
      attachments: inTurn(attachments),
      configVars: inTurn(vars(config)),
      ...api,
    },
  })
  const known = await observeApp(stage.context)
  return { known, lines: stage.lines, notes: stage.progress.notes, calls: stage.calls }
}

const one = addon()
const www = addon({ id: 'id-6', name: 'www-redis', app: 'acme-www' })
const cache = attachment('CACHE', www)
const redis = attachment('REDIS', one)
const elsewhere = attachment('REDIS', one, undefined, 'worker')

test.each<[string, Given, string]>([
  ['no add-on', {}, 'my-app has no Redis add-on.'],
  [
    'an add-on with its URL',
    { addons: [one], config: { REDIS_URL: url } },
    'my-app has redis-one (heroku-redis:premium-0, provisioned); its URL is in REDIS_URL.',
  ],
  [
    'an add-on without a URL',
    { addons: [{ ...one, state: 'provisioning' }] },
    'my-app has redis-one (heroku-redis:premium-0, provisioning); it has no URL yet.',
  ],
  [
    'a URL that cannot be read',
    { addons: [one], config: { REDIS_URL: 'rediss://:x@h:0' } },
    'my-app has redis-one (heroku-redis:premium-0, provisioned); the URL in REDIS_URL cannot be read.',
  ],
  [
    "another app's add-on",
    { addons: [www], attachments: [cache], config: { CACHE_URL: url } },
    'my-app has www-redis (heroku-redis:premium-0, provisioned, shared by acme-www); its URL is in CACHE_URL.',
  ],
  [
    "another app's add-on that is in no list, but may be seen",
    { attachments: [cache], config: { CACHE_URL: url }, api: { foreignAddon: inTurn(done(www)) } },
    'my-app has www-redis (heroku-redis:premium-0, provisioned, shared by acme-www); its URL is in CACHE_URL.',
  ],
])('%s', async (_, given, line) => {
  expect((await observed(given)).lines).toEqual([line])
})

test("another app's add-on that the token may not see", async () => {
  const { lines, notes, known } = await observed({
    attachments: [cache],
    config: { CACHE_URL: url },
    api: { foreignAddon: inTurn(final<Addon>(refusal({ status: 403 }))) },
  })
  expect(lines.at(-1)).toBe(
    'my-app has www-redis (plan not known, state not known, shared by acme-www); its URL is in CACHE_URL.',
  )
  expect(notes).toEqual([
    'www-redis belongs to acme-www, and its state is not known. Heroku answered POST /x with 403: "".',
  ])
  expect(known.addon).toMatchObject({ shared: true, configVars: ['CACHE_URL'] })
})

describe('other apps that the add-on is attached to', () => {
  const shared = { addons: [one], attachments: [redis], config: { REDIS_URL: url } }
  const attached = { attachmentsOfAddon: inTurn([redis, elsewhere]) }

  test.each<[string, Partial<Record<InputName, string>>, boolean]>([
    ['setup', {}, false],
    ['check', { mode: 'check' }, false],
    ['rotate', { mode: 'rotate' }, true],
    ['remove', { mode: 'remove', confirm: 'my-app' }, true],
  ])('matter to %s: %s', async (_, inputs, matter) => {
    const { known } = await observed({ ...shared, inputs, api: attached })
    expect(known.attachedApps).toEqual(matter ? [{ app: 'worker', owner: false, inRun: false }] : undefined)
  })

  test('are named once, the owner first, and this app is none of them', async () => {
    const { known } = await observed({
      attachments: [cache],
      config: { CACHE_URL: url },
      inputs: { mode: 'rotate' },
      apps: ['my-app', 'worker'],
      api: {
        foreignAddon: inTurn(done(www)),
        attachmentsOfAddon: inTurn([
          cache,
          attachment('REDIS', www, undefined, 'acme-www'),
          attachment('REDIS', www, undefined, 'worker'),
          attachment('CACHE', www, undefined, 'worker'),
        ]),
      },
    })
    expect(known.attachedApps).toEqual([
      { app: 'acme-www', owner: true, inRun: false },
      { app: 'worker', owner: false, inRun: true },
    ])
  })

  test('include the owner, even if the token cannot see its attachment, and apps that were given by their id', async () => {
    const id = '01234567-89ab-cdef-0123-456789abcdef'
    const owner = addon({ id: 'id-6', name: 'www-redis', app: 'acme-www', appId: id })
    const worker = { ...attachment('REDIS', owner, undefined, 'worker'), appId: 'worker-id' }
    const { known } = await observed({
      attachments: [cache],
      config: { CACHE_URL: url },
      inputs: { mode: 'rotate' },
      apps: ['my-app', id, 'worker-id'],
      api: { foreignAddon: inTurn(done(owner)), attachmentsOfAddon: inTurn([cache, worker]) },
    })
    expect(known.attachedApps).toEqual([
      { app: 'acme-www', owner: true, inRun: true },
      { app: 'worker', owner: false, inRun: true },
    ])
  })

  test('are none without an add-on', async () => {
    const { known, calls } = await observed({ inputs: { mode: 'rotate' } })
    expect(known).not.toHaveProperty('attachedApps')
    expect(calls).not.toContain('attachmentsOfAddon')
  })

  test('of an add-on that is shared do not matter when only the attachment goes', async () => {
    const inputs = { mode: 'remove', confirm: 'my-app' } as const
    const { calls } = await observed({ addons: [www], attachments: [cache], config: { CACHE_URL: url }, inputs })
    expect(calls).not.toContain('attachmentsOfAddon')
  })

  test('are none where the add-on has just gone', async () => {
    const gone = { attachmentsOfAddon: inTurn(refusal({ status: 404 })) }
    expect((await observed({ ...shared, inputs: { mode: 'rotate' }, api: gone })).known.attachedApps).toEqual([])
    const denied = { attachmentsOfAddon: inTurn(refusal({ reason: 'heroku-forbidden', status: 403 })) }
    await expect(observed({ ...shared, inputs: { mode: 'rotate' }, api: denied })).rejects.toMatchObject({
      reason: 'heroku-forbidden',
    })
  })
})

test('a run that ends at the choice of the add-on has still read the config vars', async () => {
  const two = addon({ id: 'id-2', name: 'redis-two' })
  const stage = scene({
    api: { addons: inTurn([one, two]), attachments: inTurn([]), configVars: inTurn(vars({ REDIS_URL: url })) },
  })
  expect((await errorFrom(observeApp(stage.context))).reason).toBe('addon-ambiguous')
  expect([...(stage.progress.known?.observed.config.keys() ?? [])]).toEqual(['REDIS_URL'])
})

describe('what is to be removed', () => {
  const inputs = { mode: 'remove', confirm: 'my-app', addon: 'redis-one' } as const
  const attached = { attachmentsOfAddon: inTurn([]) }

  test('and is not there is removed already', async () => {
    const { known, notes } = await observed({ inputs })
    expect(known.addon).toBeUndefined()
    expect(notes).toEqual(['my-app has no add-on or attachment named redis-one: there is none to remove.'])
  })

  test('and is going is waited for', async () => {
    const going = { ...one, state: 'deprovisioning' }
    for (const asked of [inputs, { mode: 'remove', confirm: 'my-app' } as const]) {
      const { known, notes } = await observed({ addons: [going], inputs: asked, api: attached })
      expect(known.addon).toMatchObject({ name: 'redis-one', state: 'deprovisioning' })
      expect(notes).toEqual([])
    }
  })

  test('in setup it is a failure that it is not there', async () => {
    await expect(observed({ inputs: { addon: 'redis-one' } })).rejects.toMatchObject({ reason: 'addon-missing' })
  })
})
