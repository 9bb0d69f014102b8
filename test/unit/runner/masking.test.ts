import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskPassword, maskRedisUrl, maskToken } from '../../../src/runner/masking.ts'
import { Secret } from '../../../src/utils/secret.ts'
import { Masks } from '../../support/masks.ts'
import { findSecrets } from '../../support/secret-scan.ts'

function masksOf(register: (runner: { mask: (text: string) => void }) => void): Masks {
  const masks = new Masks()
  register({
    mask: (text) => {
      masks.add(text)
    },
  })
  return masks
}

const ofUrl = (url: string, known?: string[]): Masks =>
  masksOf((runner) => {
    maskRedisUrl(runner, new Secret(url), known)
  })

describe('maskRedisUrl', () => {
  it('hides the URL, the password raw, decoded and encoded, and user:password', () => {
    const masks = ofUrl('rediss://default:p%40ss%2fw%20rd@ec2-1.example.com:6380')
    for (const secret of [
      'rediss://default:p%40ss%2fw%20rd@ec2-1.example.com:6380',
      'p%40ss%2fw%20rd',
      'p@ss/w rd',
      'p%40ss%2Fw%20rd',
      'default:p@ss/w rd',
      'default:p%40ss%2fw%20rd',
    ]) {
      expect(masks.apply(`[${secret}]`)).toBe('[***]')
    }
  })

  it('hides the password of a URL that no parser takes', () => {
    for (const url of [
      'redis://h:hunter2/hunter2@host:1',
      'redis://h:hunter2#hunter2?hunter2@host:1',
      'redis://h:hunter2%zz@host:notaport',
      'redis://hunter2hunter2@host',
      'redis://:hunter2@host',
      '//h:hunter2@host',
      'redis://h:hunter2@hunter2/x@host',
    ]) {
      const masks = ofUrl(url)
      const password = /hunter2.*(?=@)/.exec(url)?.[0] ?? ''
      expect(findSecrets(new Map([['log', masks.apply(`a ${password} b ${url}`)]]), ['hunter2'])).toEqual([])
    }
  })

  it('leaves public and short values readable', () => {
    const masks = ofUrl('redis://h:default@ec2-1.example.com:25689', ['my-shop-app'])
    const line = 'h default redis rediss localhost ec2-1.example.com 25689 ec2-1.example.com:25689 my-shop-app'
    expect(masks.apply(line)).toBe(line)
    expect(ofUrl('redis://default:@host.example:6379').values).toEqual([])
    expect(ofUrl('redis://host.example:6379').values).toEqual([])
    expect(ofUrl('redis://h:ab@host.example:6379').apply('stable 6379')).toBe('stable 6379')
    expect(ofUrl('redis://h:my-shop-app@host.example:6379', ['my-shop-app']).apply('my-shop-app')).toBe('my-shop-app')
  })

  it('hides any password wherever and however the runner could see it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 6, maxLength: 30 }), (raw) => {
        const password = `${raw.trim()}Zq9!zzz`
        const url = `rediss://default:${encodeURIComponent(password)}@host.example:6379`
        const masks = ofUrl(url)
        for (const form of [password, encodeURIComponent(password), url, JSON.stringify(password)]) {
          expect(masks.apply(`x ${form} y`)).not.toContain(form)
        }
        expect(masks.apply('host.example 6379')).toBe('host.example 6379')
      }),
      { numRuns: 500 },
    )
  })
})

describe('maskToken and maskPassword', () => {
  it('hides each line of a secret of several lines, the short ones aside', () => {
    const masks = masksOf((runner) => {
      maskToken(runner, new Secret('first-line\nsecond-line\r\n-\nthird-line'))
    })
    expect(masks.apply('second-line - third-line')).toBe('*** - ***')
  })

  it('registers nothing empty', () => {
    const masks = masksOf((runner) => {
      maskToken(runner, new Secret(''))
      maskPassword(runner, new Secret(''), 'a-user-name')
      maskPassword(runner, new Secret('          '))
    })
    expect(masks.apply('a-user-name: default')).toBe('a-user-name: default')
  })
})
