import { describe, expect, test } from 'vitest'
import { type InputName, inputNames } from '../../../src/inputs/inputs.ts'
import { maskInputs } from '../../../src/inputs/mask.ts'
import { createScrubber } from '../../../src/runner/scrubber.ts'

function masksOf(inputs: Partial<Record<InputName, string>>, env: Record<string, string> = {}) {
  const masked: string[] = []
  const scrubber = createScrubber({ mask: (text) => void masked.push(text) })
  maskInputs((name) => inputs[name] ?? '', env, scrubber)
  return { masked, scrubber }
}

const pasted = [
  'rediss://:p4ssw0rd@host.example:6380',
  'x, rediss://:p4ssw0rd@host.example:6380 ,y',
  'a\nredis://u:p4ssw0rd@host.example\nb',
  'rediss://host.example:6379?password=p4ssw0rd',
  'host.example:6379?auth_token=p4ssw0rd',
  'default:p4ssw0rd@host.example',
  '  postgres://u:p4ssw0rd@host.example/db  ',
  'my url is https://u:p4ssw0rd@host.example',
]

describe('a secret pasted into any input', () => {
  test.each(inputNames.filter((name) => name !== 'api-key' && name !== 'config'))('%s is masked', (name) => {
    for (const text of pasted) expect(masksOf({ [name]: text }).masked).toContain('p4ssw0rd')
    expect(masksOf({ [name]: `see HRKU-p4ssw0rd, please` }).masked).toContain('HRKU-p4ssw0rd')
  })

  test('with a comma or a space in its password, as a whole and in its parts', () => {
    const { masked } = masksOf({ addon: 'redis://u:p4ss, w0rd-x@host.example' })
    expect(masked).toEqual(expect.arrayContaining(['p4ss, w0rd-x', 'redis://u:p4ss, w0rd-x@host.example']))
  })

  test('in the value of a config line', () => {
    const { masked, scrubber } = masksOf({ config: 'A=redis://u:p4ssw0rd@host.example\nB = plain words here \nC=30' })
    expect(masked).toContain('p4ssw0rd')
    expect(masksOf({ config: 'rediss://host.example?password=p4ssw0rd' }).masked).toContain('p4ssw0rd')
    const glued = masksOf({ config: 'A=7.redis://u:p4ssw0rd@host.example' }).masked
    expect(glued).toEqual(expect.arrayContaining(['p4ssw0rd', 'redis://u:p4ssw0rd@host.example']))
    // The user's own values may be public, so the runner does not mask them; texts of others are searched for them.
    expect(masked).not.toContain('plain words here')
    expect(scrubber.scrub('Bad value "plain words here" after 30 s')).toBe('Bad value "***" after 30 s')
  })

  test.each([
    'HEROKU_HOST',
    'HEROKU_DATA_HOST',
    'HEROKU_REDIS_HOST',
    'HEROKU_STATUS_HOST',
    'https_proxy',
    'HTTP_PROXY',
  ])('in the environment: %s', (name) => {
    expect(masksOf({}, { [name]: 'http://user:p4ssw0rd@proxy.example:3128' }).masked).toContain('p4ssw0rd')
  })
})

test('the token is masked, from the input and from the environment', () => {
  const { masked } = masksOf({ 'api-key': ' HRKU-one-1 ' }, { HEROKU_API_KEY: 'HRKU-two-2\n' })
  expect(masked).toEqual(expect.arrayContaining(['HRKU-one-1', 'HRKU-two-2']))
})

test('names of apps stay readable, and ordinary inputs register nothing', () => {
  expect(masksOf({ app: 'my-app, other', reader: 'redis://my-app@host.example' }).masked).not.toContain('my-app')
  expect(masksOf({ app: 'my-app', plan: 'premium-0', latency: '500ms/2s', 'report-file': 'a.json' }).masked).toEqual([])
})

describe('what is no secret', () => {
  test('is not masked: names of apps, words, and a short or public value of `config`', () => {
    const { masked } = masksOf({
      app: 'my-app, other-app',
      plan: 'heroku-redis:premium-0',
      'writer-prefix': 'REDIS_WRITER',
      config: 'LEVEL=info\nREGION=europe',
    })
    expect(masked).toEqual([])
  })

  test('a short value of `config` stays readable in what Heroku answers, one of six characters does not', () => {
    const { scrubber } = masksOf({ config: 'A=short\nB=sixsix' })
    expect(scrubber.scrub('"short" and "sixsix"')).toBe('"short" and "***"')
  })

  test('the name of an app stays readable, even where a password is the same', () => {
    const password = 'rediss://:my-shop@host.example:6380'
    expect(masksOf({ app: 'my-shop', reader: password }).scrubber.scrub('App my-shop')).toBe('App my-shop')
    expect(masksOf({ app: 'My-Shop_2', reader: password.replace('my-shop', 'My-Shop_2') }).masked).toContain(
      'My-Shop_2',
    )
  })
})

test('the token is masked without the spaces around it', () => {
  const token = 'HRKU-01234567-89ab'
  expect(masksOf({ 'api-key': ` ${token}\n` }).masked).toContain(token)
  expect(masksOf({}, { HEROKU_API_KEY: `${token} ` }).masked).toContain(token)
  expect(masksOf({ 'api-key': '  ' }, { HEROKU_API_KEY: ' ' }).masked).toEqual([])
})
