import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskPassword, maskRedisUrl, maskToken } from '../../../src/runner/masking.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { Masks } from '../../support/masks.ts'
import { findSecrets } from '../../support/secret-scan.ts'

type Register = (masker: { mask: (text: string) => void; conceal: (text: string) => void }) => void

/** What is registered at the runner, exactly. */
function masked(register: Register): readonly string[] {
  const values: string[] = []
  register({ mask: (text) => void values.push(text), conceal: () => undefined })
  return values
}

function concealed(register: Register): readonly string[] {
  const values: string[] = []
  register({ mask: () => undefined, conceal: (text) => void values.push(text) })
  return values
}

/** The runner with those masks, encodings of its own included. */
function masksOf(register: Register): Masks {
  const masks = new Masks()
  for (const value of masked(register)) masks.add(value)
  return masks
}

const url = (text: string, known?: string[]): Register => {
  return (masker) => {
    maskRedisUrl(masker, new Secret(text), known)
  }
}

describe('maskRedisUrl', () => {
  it('registers the URL, the password raw, decoded and encoded both ways, and each with its user', () => {
    const text = 'rediss://app:p%40ss%2fw%20rd!@ec2-1.example.com:6380'
    const forms = [
      'p%40ss%2fw%20rd!',
      'p@ss/w rd!',
      // As encodeURIComponent writes it, as a strict encoder does, and with lower-case digits.
      'p%40ss%2Fw%20rd!',
      'p%40ss%2Fw%20rd%21',
      'p%40ss%2fw%20rd%21',
    ]
    expect(masked(url(text))).toEqual(
      expect.arrayContaining([text, ...forms, ...forms.flatMap((form) => [`app:${form}`, `default:${form}`])]),
    )
  })

  it('registers the trimmed form of a password with spaces around it, for logs trim their lines', () => {
    expect(masked(url('redis://:%20hunter22%20@host.example'))).toEqual(
      expect.arrayContaining(['%20hunter22%20', ' hunter22 ', 'hunter22', 'default:hunter22']),
    )
  })

  it('hides the password of a URL that no parser takes', () => {
    for (const text of [
      'redis://h:hunter2/hunter2@host:1',
      'redis://h:hunter2#hunter2?hunter2@host:1',
      'redis://h:hunter2%zz@host:notaport',
      'redis://hunter2hunter2@host',
      'redis://:hunter2@host',
      '//h:hunter2@host',
      'redis://h:hunter2@hunter2/x@host',
    ]) {
      const password = /hunter2.*(?=@)/.exec(text)?.[0] ?? ''
      const log = masksOf(url(text)).apply(`a ${password} b ${text}`)
      expect(findSecrets(new Map([['log', log]]), ['hunter2'])).toEqual([])
    }
  })

  it('hides credentials in the query', () => {
    const text = 'rediss://host.example:6379/0?user=app&password=hunter22%21&ssl=true'
    expect(masked(url(text))).toEqual(expect.arrayContaining([text, 'hunter22%21', 'hunter22!', 'default:hunter22!']))
    expect(masked(url('rediss://host.example:6379?db=1&ssl=true'))).toEqual([])
  })

  it('leaves public and short values readable', () => {
    const masks = masksOf(url('redis://h:default@ec2-1.example.com:25689', ['my-shop-app']))
    const line = 'h default redis rediss localhost ec2-1.example.com 25689 ec2-1.example.com:25689 my-shop-app'
    expect(masks.apply(line)).toBe(line)
    expect(masked(url('redis://default:@host.example:6379'))).toEqual([])
    expect(masked(url('redis://host.example:6379'))).toEqual([])
    expect(masked(url('redis://h:ab@host.example:6379'))).not.toContain('ab')
    expect(masked(url('redis://h:my-shop-app@host.example:6379', ['my-shop-app']))).not.toContain('my-shop-app')
  })

  it.each(['password', 'Connect', 'REDIS', 'secret', '123456', 'healthy'])(
    'does not mask the ordinary word %s, which outputs of ours contain, but conceals it',
    (word) => {
      const text = `redis://:${word}@db.example:6379`
      const all = masked(url(text))
      expect(all).toContain(text)
      expect(all).not.toContain(word)
      expect(new Set(concealed(url(text)))).toEqual(new Set([word]))
      const output = `${word} passed; REDIS_URL and 1234567 bytes`
      expect(masksOf(url(text)).matches(output)).toBe(false)
    },
  )

  it.each(['hunter22', 'correcthorsebattery', 'pass-word', 'pass word', 'Pass1', '1234567890', 'pässword'])(
    'masks %s',
    (password) => {
      const known = password.length < 6 ? [] : [password]
      expect(masked(url(`redis://:${encodeURIComponent(password)}@db.example:6379`))).toEqual(
        expect.arrayContaining(known),
      )
    },
  )

  it('hides any password wherever and however the runner could see it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 6, maxLength: 30 }), (raw) => {
        const password = `${raw.trim()}Zq9!zzz`
        const text = `rediss://default:${encodeURIComponent(password)}@host.example:6379`
        const masks = masksOf(url(text))
        for (const form of [password, encodeURIComponent(password), text, JSON.stringify(password)]) {
          expect(masks.apply(`x ${form} y`)).not.toContain(form)
        }
        expect(masks.apply('host.example 6379')).toBe('host.example 6379')
      }),
      { numRuns: 500 },
    )
  })
})

describe('maskToken and maskPassword', () => {
  it('registers each line of a secret of several lines, the short ones aside', () => {
    const values = masked((masker) => {
      maskToken(masker, new Secret('first-line\nsecond-line\r\n-\nthird-line'))
    })
    expect(values).toEqual(expect.arrayContaining(['first-line', 'second-line', 'third-line']))
    expect(values.filter((value) => /[\r\n]/.test(value) || value === '-')).toEqual([])
  })

  it('registers each value once', () => {
    const values = masked((masker) => {
      maskPassword(masker, new Secret('hunter22'))
    })
    expect(values).toEqual(['hunter22', 'default:hunter22'])
  })

  it('registers nothing empty', () => {
    const values = masked((masker) => {
      maskToken(masker, new Secret(''))
      maskPassword(masker, new Secret(''), 'a-user-name')
      maskPassword(masker, new Secret('          '))
    })
    expect(values).toEqual([])
  })
})
