import { describe, expect, test } from 'vitest'
import { isThisApp, nameOfApp, ownedNames, sharedTest } from '../../../src/state/observed.ts'
import type { Observed } from '../../../src/state/observed.ts'
import { addon, attachment, observed } from './fixtures.ts'

const id = '01234567-89ab-4def-8123-456789abcdef'
const byId = (seen: Observed): Observed => ({ ...seen, app: id })
const www = addon({ id: 'id-6', name: 'www-redis', app: 'acme-www', appId: 'id-of-www' })
const own = addon({ appId: id })

describe('the name of an app that was given by its id', () => {
  test('is that of its add-on, or of its attachment', () => {
    expect(nameOfApp(byId(observed([www, own], {})))).toBe('my-app')
    const tie = { ...attachment('CACHE', www), appId: id }
    const elsewhere = attachment('REDIS', www, undefined, 'acme-www')
    expect(nameOfApp(byId(observed([www], {}, [elsewhere, tie])))).toBe('my-app')
  })

  test('is the one app of all its attachments, else not known', () => {
    const [here, there] = [attachment('CACHE', www), attachment('REDIS', www, undefined, 'acme-www')]
    expect(nameOfApp(byId(observed([www], {}, [here])))).toBe('my-app')
    expect(nameOfApp(byId(observed([www], {}, [here, there])))).toBeUndefined()
    expect(nameOfApp(byId(observed([], {})))).toBeUndefined()
  })

  test('is what was given where that is no id', () => {
    for (const app of ['my-app', `${id}-copy`, `copy-${id}`]) {
      expect(nameOfApp({ ...observed([own], {}), app })).toBe(app)
    }
  })
})

describe('an add-on of another app', () => {
  test('is told by its attachment', () => {
    const isShared = sharedTest(observed([own, www], {}, [attachment('CACHE', www), attachment('REDIS', own)]))
    expect([isShared(own), isShared(www)]).toEqual([false, true])
  })

  test('without an attachment is told by its owner’s name, or by its owner’s id', () => {
    const isShared = sharedTest(observed([own, www], {}))
    expect([isShared(own), isShared(www)]).toEqual([false, true])
    const unnamed = sharedTest(byId(observed([www], {})))
    expect([unnamed(www), unnamed(own), unnamed(addon())]).toEqual([true, false, false])
  })
})

test('config vars that only Heroku may write are those of this app’s add-ons and attachments', () => {
  const ties = [
    attachment('CACHE', www),
    attachment('ODD', www, ['ODD_URL', 'ODD_TLS_URL']),
    attachment('NONE', www, []),
  ]
  expect([...ownedNames(observed([own, www], {}, ties))].toSorted()).toEqual([
    'CACHE_URL',
    'NONE_URL',
    'ODD_TLS_URL',
    'ODD_URL',
    'REDIS_URL',
  ])
})

test('an app is itself by its name and by its id', () => {
  const named = observed([own], {})
  expect(isThisApp({ app: 'my-app' }, named)).toBe(true)
  expect(isThisApp({ app: 'other' }, named)).toBe(false)
  expect(isThisApp({ app: 'other', appId: 'id-of-other' }, byId(named))).toBe(false)
  expect(isThisApp({ app: 'whatever', appId: id }, byId(named))).toBe(true)
  expect(isThisApp({ app: 'my-app' }, byId(named))).toBe(true)
})
