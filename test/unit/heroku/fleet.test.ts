import { describe, expect, test } from 'vitest'
import { byApp } from '../../../src/heroku/fleet.ts'
import type { Addon, Attachment } from '../../../src/heroku/resources.ts'
import { addon, always, heroku } from './support.ts'

const attachment = (n: number) => ({
  id: `at-${n}`,
  name: 'REDIS',
  app: { id: `app-${n}`, name: `app-${n}` },
  addon: { id: `id-${n}`, name: `redis-${n}`, app: { name: `app-${n}` } },
  config_vars: ['REDIS_URL'],
})

describe("the account's lists", () => {
  test('are read whole, a thousand to a page', async () => {
    const { api, requests } = await heroku(({ headers, url }, response) => {
      const page = headers.range === 'id ..; max=1000' ? 0 : 1
      const items = Array.from({ length: page === 0 ? 1_000 : 200 }, (_, n) =>
        url === '/addons' ? { ...addon, id: `id-${page}-${n}` } : attachment(page * 1_000 + n),
      )
      response.writeHead(page === 0 ? 206 : 200, page === 0 ? { 'Next-Range': 'id ]x..; max=1000' } : {})
      response.end(JSON.stringify(items))
    })
    const addons = await api.accountAddons()
    const attachments = await api.accountAttachments()
    expect(addons.known && addons.value.length).toBe(1_200)
    expect(attachments.known && attachments.value.length).toBe(1_200)
    expect(requests.map(({ url, headers }) => `${url} ${headers.range}`)).toEqual([
      '/addons id ..; max=1000',
      '/addons id ]x..; max=1000',
      '/addon-attachments id ..; max=1000',
      '/addon-attachments id ]x..; max=1000',
    ])
    expect(requests[2]?.headers['accept-inclusion']).toBe('addon:plan,config_vars')
  })

  test.each([
    [403, { id: 'forbidden', message: 'No.' }],
    [416, { id: 'requested_range_not_satisfiable' }],
  ])('that are denied (%i) are not known, so that each app is asked', async (status, body) => {
    const { api } = await heroku(always(status, body))
    expect(await api.accountAddons()).toMatchObject({ known: false, failure: { status } })
  })

  test('that never end are not taken for whole', async () => {
    let page = 0
    const { api, requests } = await heroku((_, response) => {
      page += 1
      response.writeHead(206, { 'Next-Range': `id ]${page}..` }).end('[]')
    })
    expect(await api.accountAddons()).toMatchObject({ known: false })
    expect(requests).toHaveLength(200)
  })

  test('are not waited for in a run that is cancelled', async () => {
    const { api, cancel } = await heroku(always(200, []))
    cancel.abort()
    await expect(api.accountAddons()).rejects.toMatchObject({ reason: 'cancelled' })
  })
})

describe("the account's lists by app", () => {
  const addonOf = (id: string, app: string): Addon => ({
    id,
    name: `redis-${id}`,
    app,
    service: 'heroku-redis',
    plan: 'heroku-redis:mini',
    state: 'provisioned',
    configVars: [],
  })
  const attachmentOf = (id: string, app: string, to: Addon): Attachment => ({
    id,
    name: 'REDIS',
    app,
    addon: { id: to.id, name: to.name, app: to.app },
  })

  test('hold what each app would answer: its own add-ons, and those of others that are attached to it', () => {
    const [own, shared, unseen] = [addonOf('1', 'shop'), addonOf('2', 'www'), addonOf('3', 'hidden')]
    const lists = byApp(
      [own, shared],
      [attachmentOf('a', 'shop', own), attachmentOf('b', 'shop', shared), attachmentOf('c', 'shop', unseen)],
    )
    expect(lists.get('shop')?.addons.map(({ id }) => id)).toEqual(['1', '2'])
    expect(lists.get('shop')?.attachments.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(lists.get('www')).toMatchObject({ addons: [{ id: '2' }], attachments: [] })
    expect(lists.get('nowhere')).toBeUndefined()
  })

  test('read each entry once, however many there are', () => {
    let reads = 0
    const addons = Array.from({ length: 30_000 }, (_, n) => addonOf(String(n), `app-${n % 1_000}`))
    const attachments = addons.flatMap((each, n) =>
      [0, 1].map((copy) => {
        const attachment = attachmentOf(`${n}-${copy}`, `app-${(n + copy) % 1_000}`, each)
        return Object.defineProperty({ ...attachment }, 'addon', {
          get: () => {
            reads += 1
            return attachment.addon
          },
        })
      }),
    )
    expect(byApp(addons, attachments).size).toBe(1_000)
    expect(reads).toBe(attachments.length)
  })
})

describe('apps', () => {
  test('of a team', async () => {
    const { api, requests } = await heroku(always(200, [{ id: 'a-1', name: 'shop', locked: false }]))
    expect(await api.teamApps('acme inc')).toEqual([{ id: 'a-1', name: 'shop' }])
    expect(requests[0]).toMatchObject({ url: '/teams/acme%20inc/apps', headers: { range: 'id ..; max=1000' } })
  })

  test('of a pipeline, by stage', async () => {
    const { api } = await heroku(({ url }, response) => {
      const body = url.endsWith('/pipeline-couplings')
        ? [
            { app: { id: 'a-1' }, stage: 'production', pipeline: { id: 'p-1' } },
            { app: { id: 'a-2' }, stage: 'staging' },
          ]
        : { id: 'p-1', name: 'shop' }
      response.end(JSON.stringify(body))
    })
    expect(await api.pipeline('shop')).toEqual({ id: 'p-1', name: 'shop' })
    expect(await api.pipelineCouplings('p-1')).toEqual([
      { appId: 'a-1', stage: 'production' },
      { appId: 'a-2', stage: 'staging' },
    ])
  })

  test('by their ids, many in one request', async () => {
    const { api, requests } = await heroku(({ body }, response) => {
      const { in: wanted } = body as { in: { id: string[] } }
      response.end(JSON.stringify(wanted.id.map((id) => ({ id, name: `app-${id}` }))))
    })
    const ids = Array.from({ length: 1_200 }, (_, n) => String(n))
    expect(await api.appsById([...ids, '0'])).toHaveLength(1_200)
    expect(requests.map(({ method, url, headers }) => [method, url, headers.accept])).toEqual(
      Array.from({ length: 3 }, () => ['POST', '/filters/apps', 'application/vnd.heroku+json; version=3.filters']),
    )
  })

  test.each([
    ['a team', (api: Awaited<ReturnType<typeof heroku>>['api']) => api.teamApps('x')],
    ['a pipeline', (api: Awaited<ReturnType<typeof heroku>>['api']) => api.pipeline('x')],
  ])('of %s that is not there', async (_, ask) => {
    const { api } = await heroku(always(404, { id: 'not_found', resource: 'team', message: "Couldn't find that." }))
    await expect(ask(api)).rejects.toMatchObject({
      reason: 'app-not-found',
      words: "Couldn't find that",
      explanation: { remedy: expect.stringMatching(/`heroku (teams|pipelines)`/) as string },
    })
  })
})
