import { describe, expect, it, test } from 'vitest'
import { sparkline, statusLine } from '../../../../src/report/summary/sparkline.ts'

describe('sparkline', () => {
  test.each([
    ['rises', [1, 2, 3, 4, 5, 6, 7, 8], '▂▃▄▅▅▆▇█'],
    ['shows what was not measured', [8, undefined, 8], '█·█'],
    ['is flat at nothing', [0, 0], '▁▁'],
    ['is empty without figures', [undefined, Number.NaN], ''],
    ['is empty without runs', [], ''],
  ])('%s', (_, values, expected) => {
    expect(sparkline(values)).toBe(expected)
  })

  it('keeps a spike when many runs become few signs', () => {
    const values = Array.from({ length: 1_000 }, (_, index) => (index === 777 ? 100 : 1))
    expect(sparkline(values, 10)).toBe('▁▁▁▁▁▁▁█▁▁')
  })

  it('joins only what was measured, and leaves a gap where nothing was', () => {
    const values = [1, undefined, Number.NaN, undefined, undefined, undefined, 4, 8]
    expect(sparkline(values, 4)).toBe('▂··█')
    expect(sparkline(values, 8)).toBe('▂·····▅█')
  })

  it('can be measured against a limit', () => {
    expect(sparkline([50, 100, 150], 24, 100)).toBe('▅██')
  })

  it('shows the last runs as signs', () => {
    expect(statusLine(['fail', 'pass', 'warn', 'fail'], 3)).toBe('✅⚠️❌')
  })
})
