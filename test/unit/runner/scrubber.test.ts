import * as fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { maskPassword, maskRedisUrl, maskToken } from '../../../src/runner/masking.ts'
import { createScrubber, type Scrubber } from '../../../src/runner/scrubber.ts'
import { Secret } from '../../../src/utils/secret.ts'

function scrubber(register: (scrubber: Scrubber) => void) {
  const masked: string[] = []
  const created = createScrubber({ mask: (text) => void masked.push(text) })
  register(created)
  return Object.assign(created, { masked })
}

const token = 'HRKU-AAd8f7c1e2-93b4-4a5d-8e6f-0123456789ab'
const password = 'p7f3c9a1e5b8d2460f4c6e8a0b2d4f6187'

describe('scrub, for texts from outside', () => {
  let known: Scrubber
  beforeEach(() => {
    known = scrubber((to) => {
      maskToken(to, new Secret(token))
      maskRedisUrl(to, new Secret(`rediss://:${password}@ec2-1.example.com:6380`))
      maskPassword(to, new Secret('password'))
      to.conceal('value of config')
      to.conceal('pin1')
      to.conceal('a')
    })
  })

  it.each([
    [`Couldn't use ${token}.`, "Couldn't use ***."],
    [`twice ${token}${token}`, 'twice ******'],
    [`rediss://:${password}@ec2-1.example.com:6380 is invalid`, 'rediss://:***@ec2-1.example.com:6380 is invalid'],
    [`auth default:${password} failed`, 'auth default:*** failed'],
    ['invalid username-password pair', 'invalid username-*** pair'],
    ['passwords and REDIS_PASSWORD', 'passwords and REDIS_PASSWORD'],
    ['HIST="value of config" is too long', 'HIST="***" is too long'],
    [`value of config, then ${token}, then value of config`, '***, then ***, then ***'],
    ['pin1', '***'],
    ['the pin1 is pin1', 'the *** is ***'],
    ['spin1 and pin12', 'spin1 and pin12'],
    ['a man, a plan', 'a man, a plan'],
    ['host ec2-1.example.com:6380', 'host ec2-1.example.com:6380'],
    ['nothing secret', 'nothing secret'],
    ['', ''],
  ])('%s', (text, expected) => {
    expect(known.scrub(text)).toBe(expected)
  })

  it('finds a secret that was cut at its end', () => {
    for (let length = 6; length < token.length; length++) {
      for (const end of ['', '…', '...', '"', '…"', "' "]) {
        const scrubbed = known.scrub(`message: ${token.slice(0, length)}${end}`)
        expect(scrubbed).toBe(`message: ***${end}`)
      }
    }
    expect(known.scrub('HIST=value of c…')).toBe('HIST=***…')
    expect(known.scrub('HRKU- is the prefix of a token')).toBe('HRKU- is the prefix of a token')
  })

  it('finds a long part of a secret wherever it was cut', () => {
    for (let start = 1; start + 20 <= password.length; start++) {
      expect(known.scrub(`x ${password.slice(start, start + 20)} y`)).toBe('x *** y')
    }
  })

  it('finds the start of a cut secret from six characters on, and a shorter secret only as a whole', () => {
    expect(known.scrub('pin…')).toBe('pin…')
    expect(known.scrub('pin1…')).toBe('***…')
    expect(known.scrub('HRKU-…')).toBe('HRKU-…')
    expect(known.scrub('HRKU-A…')).toBe('***…')
  })

  it('does not mistake a word for a cut secret', () => {
    const text = 'HRKU-AA. Then HRKU-AA, and (HRKU-A) values'
    expect(known.scrub(text)).toBe(text)
    expect(known.scrub('a secret of HRKU-, HRKU-A')).toBe('a secret of HRKU-, ***')
    expect(known.scrub('pin')).toBe('pin')
  })

  it('finds parts of several secrets at either end of a text, and no more than belongs to them', () => {
    const part = password.slice(8, 24)
    expect(known.scrub(part)).toBe('***')
    expect(known.scrub(`${part} ${token.slice(10)} ${part}`)).toBe('*** *** ***')
    // The neighbours look like the secret, but in another place.
    expect(known.scrub(`${password.slice(0, 3)}${part}${password.slice(0, 3)} x`)).toBe('p7f***p7f x')
    expect(known.scrub(`${password}${password.slice(0, 3)} x`)).toBe('***p7f x')
  })

  it('takes eight characters with two digits for a part of a secret, and nothing that is shorter or a word', () => {
    const known = scrubber((to) => {
      to.mask('wordy-secret-1-of-2024', true)
      to.mask('0123-abcdefgh', true)
      to.mask('a1b2c3d4', true)
      to.mask('wxyz-abc4567', true)
      to.mask('x1wert2yab', true)
    })
    // With one digit or none, a part is a word.
    const text = 'secret-1 and wordy-secret-1-of, abcdefgh; -abcdefgh'
    expect(known.scrub(text)).toBe(text)
    expect(known.scrub('x 0123-abcde y f-2024 z')).toBe('x *** y f-2024 z')
    expect(known.scrub('a1b2c3d4')).toBe('***')
    expect(known.scrub('-abc4567')).toBe('***')
    expect(known.scrub('-abc4567 and x1wert2y, yz-abc4567')).toBe('*** and ***, ***')
    expect(known.scrub('a1b2c3d5 b2c3d4')).toBe('a1b2c3d5 b2c3d4')
  })

  it('leaves nothing of any secret in any text', () => {
    const part = fc.string({ unit: fc.constantFrom(...Array.from('abcdef0123456789')), minLength: 16, maxLength: 40 })
    fc.assert(
      fc.property(part, fc.string(), fc.string(), (secret, before, after) => {
        const one = scrubber((to) => maskPassword(to, new Secret(secret)))
        expect(one.scrub(before + secret + after)).not.toContain(secret)
      }),
    )
  })
})

describe('redact, for texts of ours', () => {
  it('takes out what is masked and long parts of it, and nothing else', () => {
    const known = scrubber((to) => {
      maskToken(to, new Secret(token))
      maskPassword(to, new Secret('my-redis-password-of-2024'))
      maskPassword(to, new Secret('password'))
      to.conceal('healthy')
    })
    expect(known.redact(`a ${token} b ${token.slice(5, 30)} c`)).toBe('a *** b *** c')
    // Parts of a wordy password and ordinary words are everywhere.
    const text = 'redis-wrong-password: my-redis-… is healthy'
    expect(known.redact(text)).toBe(text)
    expect(known.redact('my-redis-password-of-2024')).toBe('***')
  })
})

describe('what must stay readable', () => {
  it('is neither masked nor scrubbed, whoever uses it as a password', () => {
    const known = scrubber((to) => {
      to.allow(['my-app', 'redis-round-12345'])
      maskRedisUrl(to, new Secret('redis://my-app@db.example'))
      maskPassword(to, new Secret('redis-round-12345'))
    })
    expect(known.masked).not.toContain('my-app')
    expect(known.masked).not.toContain('redis-round-12345')
    expect(known.scrub('my-app has redis-round-12345')).toBe('my-app has redis-round-12345')
  })

  it('includes the host of a masked URL: only passwords are searched for in parts', () => {
    const known = scrubber((to) => {
      to.mask('rediss://:x@ec2-12-34-56.example.com:6380')
    })
    expect(known.masked).toEqual(['rediss://:x@ec2-12-34-56.example.com:6380'])
    const text = 'ec2-12-34-56.example.com:6380 and rediss://:x@ec2-12-34-56.example.com:6380'
    expect([known.scrub(text), known.redact(text)]).toEqual([text, text])
  })

  it('includes a name that is also a value of `config`, and values that are too short', () => {
    const known = scrubber((to) => {
      to.allow(['my-app'])
      to.conceal('my-app')
      to.conceal('abc')
      to.conceal('abcd')
      to.conceal('abce')
    })
    expect(known.scrub('my-app abc abcd abce abc')).toBe('my-app abc *** *** abc')
  })

  it('masks each value once at the runner', () => {
    const known = scrubber((to) => {
      for (let time = 0; time < 3; time++) maskToken(to, new Secret(token))
    })
    expect(known.masked).toEqual([token])
  })
})

it('stays fast with the secrets of a large fleet: its time does not grow with their number', () => {
  const fleet = (size: number) =>
    scrubber((to) => {
      for (let index = 0; index < size; index++) {
        maskPassword(to, new Secret(`p${String(index * 7_919).padStart(9, '0')}${'0123456789abcdef'.repeat(3)}`))
      }
    })
  const text = 'GET /apps/my-app/addons failed with 503 and a body of 1234567 bytes. '.repeat(200)
  const time = (each: Scrubber): number => {
    const samples = Array.from({ length: 7 }, () => {
      const start = performance.now()
      each.redact(text)
      each.scrub(text)
      return performance.now() - start
    })
    return samples.toSorted((a, b) => a - b)[0] ?? 0
  }
  const [few, many] = [fleet(2), fleet(5_000)]
  time(many)
  expect(time(many)).toBeLessThan(time(few) * 200)
})
