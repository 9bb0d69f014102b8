import { describe, expect, test } from 'vitest'
import { Failure } from '../../../src/failure/failure.ts'
import type { Addon, Attachment, HerokuApi } from '../../../src/heroku/api.ts'
import { findFleet } from '../../../src/state/fleet.ts'
import type { AppSelector } from '../../../src/state/app-selector.ts'
import { addon, attachment } from './fixtures.ts'

const appIds = new Map([
  ['id-of-shop', 'shop'],
  ['id-of-web', 'web'],
])

const redisOf = (app: string): Addon =>
  addon({ id: `redis of ${app}`, name: `redis-${app}`, app, appId: `id-of-${app}` })
const postgresOf = (app: string): Addon =>
  addon({ id: `pg of ${app}`, name: `pg-${app}`, app, service: 'heroku-postgresql', plan: 'heroku-postgresql:mini' })
const unread = new Failure({ reason: 'heroku-forbidden', what: 'Denied.', cause: 'Cause.', remedy: 'Remedy.' })

interface Given {
  /** The account's lists; null: Heroku refuses them. */
  readonly addons?: readonly Addon[] | null
  readonly attachments?: readonly Attachment[] | null
  /** Apps of every team. */
  readonly team?: readonly string[]
  readonly settings?: Parameters<typeof findFleet>[1]
}

async function find(
  selectors: readonly AppSelector[],
  { addons = [], attachments = [], team = [], settings = {} }: Given,
) {
  const lines: string[] = []
  const asked: string[] = []
  const listOf = <T>(list: readonly T[] | null) =>
    Promise.resolve(list === null ? { known: false, why: 'denied', failure: unread } : { known: true, value: list })
  const answers = {
    accountAddons: () => listOf(addons),
    accountAttachments: () => listOf(attachments),
    addons: async (app: string) => {
      asked.push(app)
      return app === 'plain' ? [] : [redisOf(app)]
    },
    attachments: async () => [],
    teamApps: async (name: string) => {
      asked.push(`team ${name}`)
      return team.map((app) => ({ id: app, name: app }))
    },
    pipeline: async (name: string) => ({ id: `id of ${name}`, name }),
    pipelineCouplings: async () => [
      { appId: 'id-of-shop', stage: 'production' },
      { appId: 'id-of-web', stage: 'staging' },
    ],
    appsById: async (ids: readonly string[]) => ids.map((id) => ({ id, name: appIds.get(id) ?? id })),
  }
  const log = {
    info: (line: string) => void lines.push(line),
    debug: () => undefined,
    phase: async <T>(_: string, work: () => Promise<T>) => work(),
  }
  const fleet = await findFleet(selectors, settings, answers as unknown as HerokuApi, log)
  const apps = fleet.apps.map(({ app, discovered, listed }) =>
    [app, ...(discovered ? ['discovered'] : []), ...(listed ? ['listed'] : [])].join(' '),
  )
  return { apps, lines, asked, discovery: fleet.discovery }
}

const app = (name: string): AppSelector => ({ kind: 'app', app: name })
const team: AppSelector = { kind: 'team', team: 'acme' }
const account: AppSelector = { kind: 'account' }
const pipeline = (stage?: string): AppSelector => ({ kind: 'pipeline', pipeline: 'shop', ...(stage && { stage }) })

describe('apps that are named', () => {
  test('are taken as they are, each once, in their order, without a request', async () => {
    const found = await find([app('web'), app('shop'), app('web')], { addons: null })
    expect(found).toEqual({ apps: ['web', 'shop'], lines: [], asked: [], discovery: undefined })
  })

  test('five or more are looked up in the account’s lists; one without Redis there is asked itself', async () => {
    const names = ['a', 'b', 'c', 'd', 'id-of-e']
    const addons = [redisOf('a'), postgresOf('b'), redisOf('e')]
    const { apps, discovery } = await find(names.map(app), { addons })
    expect(apps).toEqual(['a listed', 'b', 'c', 'd', 'id-of-e listed'])
    expect(discovery).toBeUndefined()
  })

  test('an app whose own add-on is missing in one list is asked itself', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const ties = ['a', 'b'].map((name) => {
      const tie = attachment('REDIS', redisOf(name), undefined, name)
      return { ...tie, addon: { ...tie.addon, plan: 'heroku-redis:mini' } }
    })
    const { apps } = await find(names.map(app), { addons: [redisOf('b')], attachments: ties })
    expect(apps).toEqual(['a', 'b listed', 'c', 'd', 'e'])
  })

  test.each<[string, Given]>([
    ['add-ons', { addons: null }],
    ['attachments', { attachments: null }],
  ])('a list of %s that cannot be read is no failure', async (_, given) => {
    const { apps, lines } = await find(['a', 'b', 'c', 'd', 'e'].map(app), given)
    expect(apps).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(lines).toEqual(["The account's list of add-ons could not be read, so each app is asked. Denied."])
  })
})

describe('apps that are found', () => {
  test('of a team: those with a Redis add-on, by name, after the named ones', async () => {
    const found = await find([app('web'), team], {
      team: ['web', 'zoo', 'api', 'plain', 'none'],
      addons: [redisOf('web'), redisOf('zoo'), redisOf('api'), postgresOf('plain')],
    })
    expect(found.apps).toEqual(['web listed', 'api discovered listed', 'zoo discovered listed'])
    expect(found.discovery).toEqual({ found: 4, withoutRedis: 2 })
    expect(found.lines).toEqual(['team acme: 4 apps found, 2 with a Redis add-on.'])
    expect(found.asked).toEqual(['team acme'])
  })

  test.each([
    [
      undefined,
      ['shop discovered listed', 'web discovered listed'],
      'pipeline shop: 2 apps found, 2 with a Redis add-on.',
    ],
    ['staging', ['web discovered listed'], 'pipeline shop (staging): 1 app found, 1 with a Redis add-on.'],
  ])('of a pipeline, stage %s', async (stage, expected, line) => {
    const { apps, lines } = await find([pipeline(stage)], { addons: [redisOf('shop'), redisOf('web')] })
    expect(apps).toEqual(expected)
    expect(lines).toEqual([line])
  })

  test('of the account: every app in its lists', async () => {
    const { apps, lines } = await find([account, team], { addons: [redisOf('shop'), postgresOf('db')], team: ['shop'] })
    expect(apps).toEqual(['shop discovered listed'])
    expect(lines).toEqual(['this account, team acme: 2 apps found, 1 with a Redis add-on.'])
  })

  test('only those with the add-on, or the service, that is asked for', async () => {
    const cloud = addon({ id: 'c', name: 'cloud', app: 'c', service: 'rediscloud', plan: 'rediscloud:30' })
    const addons = [redisOf('a'), cloud]
    const of = async (settings: NonNullable<Given['settings']>) => (await find([account], { addons, settings })).apps
    expect(await of({ plan: { service: 'rediscloud', plan: '30' } })).toEqual(['c discovered listed'])
    expect(await of({ addon: 'redis-a' })).toEqual(['a discovered listed'])
    expect(await of({})).toEqual(['a discovered listed', 'c discovered listed'])
  })

  test('are asked one by one where the account’s lists cannot be read', async () => {
    const { apps, asked } = await find([team], { addons: null, team: ['shop', 'plain'] })
    expect(apps).toEqual(['shop discovered listed'])
    expect(asked).toEqual(['team acme', 'plain', 'shop'])
  })
})

describe('nothing to do is a failure', () => {
  test('of an account whose lists cannot be read', async () => {
    await expect(find([account], { addons: null })).rejects.toMatchObject({
      reason: 'heroku-forbidden',
      message: "The apps of this account cannot be found: the account's list of add-ons could not be read.",
      explanation: { remedy: expect.stringContaining('`read-protected`') as string },
    })
  })

  test.each<[string, readonly AppSelector[], Given, string]>([
    ['no app', [team], {}, 'No app was found in team acme.'],
    ['no stage', [pipeline('review')], {}, 'No app was found in pipeline shop (review).'],
    ['no add-on', [team], { team: ['a', 'b'] }, 'None of the 2 apps in team acme has a Redis add-on.'],
  ])('%s', async (_, selectors, given, message) => {
    await expect(find(selectors, given)).rejects.toMatchObject({
      reason: 'addon-missing',
      message,
      explanation: {
        cause: expect.stringContaining('never creates an add-on') as string,
        remedy: expect.stringMatching(/^Name the apps/) as string,
      },
    })
  })

  test('but not beside an app that is named', async () => {
    expect((await find([app('shop'), team], {})).apps).toEqual(['shop'])
  })
})
