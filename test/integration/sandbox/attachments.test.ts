import { beforeEach, describe, expect, test } from 'vitest'
import { sandboxWithAddon } from './support.ts'

const here = sandboxWithAddon('heroku-redis:mini')
const attach = (name?: string, more: Readonly<Record<string, unknown>> = {}) =>
  here.call('POST', '/addon-attachments', { addon: here.addon, app: here.app, ...(name ? { name } : {}), ...more })
const releases = async () => (await here.sandbox.releases(here.app)).map(({ description }) => description)
const idOf = async (name: string) =>
  ((await here.call('GET', `/apps/${here.app}/addon-attachments/${name}`)).body as { id: string }).id

let before = 0
beforeEach(async () => {
  before = (await releases()).length
})

describe('an attachment', () => {
  test('has its own config var, and creates a release', async () => {
    expect(await attach('REDIS_WRITER')).toMatchObject({
      status: 201,
      body: { name: 'REDIS_WRITER', addon: { name: here.addon }, app: { name: here.app } },
    })
    expect(await here.urlOf('REDIS_WRITER_URL')).toBe(await here.urlOf())
    expect((await releases()).slice(before)).toEqual([`Attach REDIS_WRITER (@${here.addon})`])
    const { addon } = await here.ids()
    expect((await here.call('GET', `/addons/${addon}/addon-attachments`)).body).toMatchObject([
      { name: expect.any(String) as string },
      { name: expect.any(String) as string },
    ])
  })

  test('requires a valid name', async () => {
    expect((await attach('9LIVES')).status).toBe(422)
    expect((await attach()).body).toMatchObject({ name: expect.stringMatching(/^HEROKU_REDIS_[A-Z]+$/) as string })
  })

  test.each(['failOver', 'rotateCredentials', 'moveUrl'] as const)('stays fresh after %s', async (event) => {
    await attach('REDIS_WRITER')
    const old = await here.urlOf()
    await here.sandbox[event](here.addon)
    expect(await here.urlOf('REDIS_WRITER_URL')).toBe(await here.urlOf())
    expect(await here.urlOf()).not.toBe(old)
    await here.login(await here.urlOf('REDIS_WRITER_URL'))
  })

  test('can be detached, with a release', async () => {
    await attach('REDIS_WRITER')
    const id = await idOf('REDIS_WRITER')
    expect((await here.call('DELETE', `/addon-attachments/${id}`)).status).toBe(200)
    expect(Object.keys(await here.sandbox.config(here.app))).toEqual(['REDIS_URL'])
    expect((await releases()).at(-1)).toBe(`Detach REDIS_WRITER (@${here.addon})`)
    expect((await here.call('DELETE', `/addon-attachments/${id}`)).status).toBe(404)
  })

  test('cannot be detached if it is the last one on the app that owns the add-on', async () => {
    const { sandbox, app, addon } = here
    await sandbox.createApp(`other-${app}`)
    await sandbox.attach(addon, `other-${app}`)
    expect((await here.call('DELETE', `/addon-attachments/${await idOf('REDIS')}`)).status).toBe(422)
    const other = (await here.call('GET', `/apps/other-${app}/addon-attachments/REDIS`)).body as { id: string }
    expect((await here.call('DELETE', `/addon-attachments/${other.id}`)).status).toBe(200)
  })

  test('can lose its config var in a rollback, and gets it back when attached again', async () => {
    const { sandbox, app } = here
    await attach('REDIS_WRITER')
    await sandbox.loseVariable(app, 'REDIS_WRITER')
    expect(Object.keys(await sandbox.config(app))).toEqual(['REDIS_URL'])
    expect((await sandbox.attachments(app)).map(({ name }) => name)).toEqual(['REDIS', 'REDIS_WRITER'])
    expect((await releases()).at(-1)).toMatch(/^Rollback to v\d+$/)
    expect((await attach('REDIS_WRITER')).status).toBe(423)
    await here.call('DELETE', `/addon-attachments/${await idOf('REDIS_WRITER')}`)
    await attach('REDIS_WRITER')
    expect(await here.urlOf('REDIS_WRITER_URL')).toBe(await here.urlOf())
  })
})

describe.each([423, 400] as const)('a taken name (%d)', (confirmationStatus) => {
  beforeEach(() => here.sandbox.configure({ confirmationStatus }))
  const refusal = { status: confirmationStatus, body: { id: 'confirmation_required' } }

  test('by a plain config var needs the confirmation', async () => {
    const { sandbox, app } = here
    await sandbox.setConfig(app, { REDIS_WRITER_URL: 'rediss://stale' })
    expect(await attach('REDIS_WRITER')).toMatchObject(refusal)
    expect(await attach('REDIS_WRITER', { confirm: 'another-app' })).toMatchObject(refusal)
    expect(await here.urlOf('REDIS_WRITER_URL')).toBe('rediss://stale')
    expect((await attach('REDIS_WRITER', { confirm: app })).status).toBe(201)
    expect(await here.urlOf('REDIS_WRITER_URL')).toBe(await here.urlOf())
  })

  test('by another add-on needs the confirmation, and detaches that', async () => {
    const { sandbox, app } = here
    const other = await sandbox.createAddon(app, 'heroku-postgresql:essential-0')
    await sandbox.attach(other, app, 'REDIS_WRITER')
    expect(await attach('REDIS_WRITER')).toMatchObject(refusal)
    expect((await attach('REDIS_WRITER', { confirm: app })).status).toBe(201)
    expect(await sandbox.attachments(app)).toEqual([
      { name: 'REDIS', addon: here.addon },
      { name: 'DATABASE', addon: other },
      { name: 'REDIS_WRITER', addon: here.addon },
    ])
  })

  test('by the last attachment of another add-on renames that', async () => {
    const { sandbox, app } = here
    const other = await sandbox.createAddon(app, { plan: 'heroku-postgresql:essential-0', attachment: 'REDIS_WRITER' })
    await attach('REDIS_WRITER', { confirm: app })
    expect(await sandbox.attachments(app)).toEqual([
      { name: 'REDIS', addon: here.addon },
      { name: 'HEROKU_POSTGRESQL_AMBER', addon: other },
      { name: 'REDIS_WRITER', addon: here.addon },
    ])
  })
})
