import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
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
  const pairs = (users: readonly string[], forms: readonly string[]): readonly string[] =>
    forms.flatMap((form) => users.map((user) => `${user}:${form}`))

  test.each<[string, string, readonly string[], readonly string[], (readonly string[])?]>([
    [
      'the URL, the password raw, decoded and encoded both ways, and each with its user',
      'rediss://app:p%40ss%2fw%20rd*@ec2-1.example.com:6380',
      ['app', 'default'],
      [
        'p%40ss%2fw%20rd*',
        'p@ss/w rd*',
        // Encoded once more, in case that its percent signs are part of the password.
        'p%2540ss%252fw%2520rd*',
        'p%2540ss%252fw%2520rd%2A',
        'p%2540ss%252fw%2520rd%2a',
        // As encodeURIComponent writes it, as a strict encoder does, and with lower-case digits.
        'p%40ss%2Fw%20rd*',
        'p%40ss%2Fw%20rd%2A',
        'p%40ss%2fw%20rd%2a',
      ],
      ['rediss://app:p@ss/w rd*@ec2-1.example.com:6380'],
    ],
    ['a password in place of the user', 'redis://hunter2hunter2@host', ['default'], ['hunter2hunter2']],
    ['a password alone', ' redis://:hunter22@host/0 ', ['default'], ['hunter22']],
    [
      'the password up to each `@`',
      'redis://h:hunter2@hunter3/x@host',
      ['h', 'default'],
      ['hunter2', 'hunter2@hunter3/x', 'hunter2%40hunter3%2Fx', 'hunter2%40hunter3%2fx'],
    ],
    [
      'all of a password with slashes',
      'redis://app:first1//user:second2@host.example:1/0',
      ['app', 'default'],
      ['first1//user:second2', 'first1%2F%2Fuser%3Asecond2', 'first1%2f%2fuser%3asecond2'],
    ],
    [
      'no host as the value of a query that begins later',
      'redis://user:my-key=abcdef@host.example?db=1',
      ['user', 'default'],
      ['my-key=abcdef', 'my-key%3Dabcdef', 'my-key%3dabcdef'],
      ['redis://user:my-key%3Dabcdef@host.example?db=1'],
    ],
    [
      'no host as the value of a query that is not there',
      'redis://user:my-key=abcdef@host.example',
      ['user', 'default'],
      ['my-key=abcdef', 'my-key%3Dabcdef', 'my-key%3dabcdef'],
      ['redis://user:my-key%3Dabcdef@host.example'],
    ],
    [
      'credentials in the query',
      'rediss://host.example:6379/0?user=app&password=hunter22%21&ssl=true',
      ['default'],
      ['hunter22%21', 'hunter22!', 'hunter22%2521'],
      ['rediss://host.example:6379/0?user=app&password=hunter22!&ssl=true'],
    ],
  ])('registers %s', (_, text, users, forms, urls = []) => {
    expect(new Set(masked(url(text)))).toEqual(new Set([text.trim(), ...urls, ...forms, ...pairs(users, forms)]))
  })

  test.each([
    ['rediss://host.example?=password=hunter22', 'hunter22'],
    ['rediss://host.example?x?password=hunt?er=22#end', 'hunt?er=22'],
    ['rediss://host.example?a=1&auth=first-one&token=second-one', 'second-one'],
  ])('finds the password in the odd query of %s', (text, password) => {
    expect(masked(url(text))).toEqual(expect.arrayContaining([password, text]))
  })

  test.each(['nonsense', 'redis://host.example:6379', 'rediss://host.example:6379?db=1&password=&ssl=true'])(
    'registers nothing of %s, which has no password',
    (text) => {
      expect([...masked(url(text)), ...concealed(url(text))]).toEqual([])
    },
  )

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

  it('leaves public and short values readable', () => {
    const masks = masksOf(url('redis://h:default@ec2-1.example.com:25689', ['my-shop-app']))
    const line = 'h default redis rediss localhost ec2-1.example.com 25689 ec2-1.example.com:25689 my-shop-app'
    expect(masks.apply(line)).toBe(line)
    expect(masked(url('redis://default:@host.example:6379'))).toEqual([])
    expect(masked(url('redis://h:ab@host.example:6379'))).not.toContain('ab')
    expect(masked(url('redis://h:my-shop-app@host.example:6379', ['my-shop-app']))).not.toContain('my-shop-app')
  })

  it('leaves the host readable, also where it is the password', () => {
    for (const host of ['host.example', 'host.example:6379']) {
      expect(masked(url(`redis://h:${host}@host.example:6379/0`))).not.toContain(host)
    }
  })

  it('leaves a known value readable, also as a line of a secret of several lines', () => {
    const known = ['my-shop-app', 'other-app-1']
    for (const text of [
      'redis://h:a-password-1\nmy-shop-app\nb@host\nother-app-1',
      'redis://host?password=a-password-1\nmy-shop-app\nother-app-1',
    ]) {
      const values = masked(url(text, known))
      expect(values).toContain('a-password-1')
      expect(known.filter((each) => values.includes(each))).toEqual([])
    }
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

  it('registers a trimmed and each decoded form', () => {
    const values = masked((masker) => {
      maskPassword(masker, new Secret(' p%4Fss%20word '), 'app')
    })
    const forms = [' p%4Fss%20word ', 'p%4Fss%20word', ' pOss word ', 'pOss word']
    expect(values).toEqual(expect.arrayContaining([...forms, ...forms.map((form) => `app:${form}`)]))
  })

  test.each([
    ['ab1', 'ignores'],
    ['  ab1  ', 'ignores'],
    ['valkeys', 'ignores'],
    ['127.0.0.1', 'ignores'],
    ['ab-1', 'conceals'],
    ['ab-12', 'conceals'],
    ['ab-123', 'masks'],
    ['ABCDEFGHIJKL', 'conceals'],
    ['ABCDEFGHIJKLM', 'masks'],
    ['Abcdefghijkl', 'conceals'],
    ['Abcdefghijklm', 'masks'],
    ['123456789', 'conceals'],
    ['1234567890', 'masks'],
    ['aPassword', 'masks'],
    ['password1', 'masks'],
    ['1password', 'masks'],
  ])('the token %s: %s', (token, expected) => {
    const register: Register = (masker) => {
      maskToken(masker, new Secret(token))
    }
    const isIn = (values: readonly string[]): boolean => values.includes(token)
    const what = isIn(masked(register)) ? 'masks' : isIn(concealed(register)) ? 'conceals' : 'ignores'
    expect(what).toBe(expected)
  })

  it('needs no masker that conceals', () => {
    const values: string[] = []
    maskPassword({ mask: (text) => void values.push(text) }, new Secret('word'))
    expect(values).toEqual(['default:word'])
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
