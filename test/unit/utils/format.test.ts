import { describe, expect, it } from 'vitest'
import { bytes, count, duration, price } from '../../../src/utils/format.ts'

describe('numbers', () => {
  it('read well', () => {
    expect([0, 0.84, 9.96, 12.4, 999, 1_000, 59_949, 59_960, 125_000].map(duration)).toEqual([
      '0 ms',
      '0.8 ms',
      '10 ms',
      '12 ms',
      '999 ms',
      '1 s',
      '59.9 s',
      '1 min',
      '2 min 5 s',
    ])
    expect([0, 512, 52_428_800, 17_301_504, 7 * 1_024 ** 3].map(bytes)).toEqual([
      '0 bytes',
      '512 bytes',
      '50 MB',
      '16.5 MB',
      '7 GB',
    ])
    expect([0, 999, 1_000, 65_536, 12_345_678].map(count)).toEqual(['0', '999', '1,000', '65,536', '12,345,678'])
    expect([price(1_500, 'month'), price(0, 'month')]).toEqual(['15.00 USD a month', 'free'])
  })
})
