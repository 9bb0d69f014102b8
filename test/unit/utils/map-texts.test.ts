import { expect, test } from 'vitest'
import { mapTexts } from '../../../src/utils/text.ts'

const redact = (text: string): string => text.replaceAll('secret', '***')

test('changes every text, however deep, and keeps everything else', () => {
  const value = { name: 'secret', list: ['a secret', 1, null, [{ deep: 'secret' }]], flag: true, none: undefined }
  const before = structuredClone(value)
  expect(mapTexts(value, redact)).toEqual({
    name: '***',
    list: ['a ***', 1, null, [{ deep: '***' }]],
    flag: true,
    none: undefined,
  })
  expect(value).toEqual(before)
})

test('copies only what holds a changed text', () => {
  const apps = [{ app: 'shop', checks: ['fine'] }, { app: 'secret' }]
  const changed = mapTexts(apps, redact)
  expect(changed).not.toBe(apps)
  expect(changed[0]).toBe(apps[0])
  expect(mapTexts(apps, (text) => text)).toBe(apps)
})

test('a hostile key is data', () => {
  const value = JSON.parse('{"__proto__": {"polluted": "secret"}, "name": "secret"}') as object
  const changed = mapTexts(value, redact)
  expect(JSON.stringify(changed)).toBe('{"__proto__":{"polluted":"***"},"name":"***"}')
  expect(changed).not.toHaveProperty('polluted')
})
