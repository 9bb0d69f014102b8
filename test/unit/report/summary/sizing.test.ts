import { beforeAll, describe, expect, it } from 'vitest'
import type { AppResult } from '../../../../src/report/result.ts'
import { sizing } from '../../../../src/report/summary/sizing.ts'
import { plans, warning } from '../../../support/fixtures/results.ts'
import { only } from '../fixtures.ts'

describe('sizing', () => {
  let app: AppResult
  beforeAll(() => {
    app = only(warning())
  })
  const addonOf = (plan: string) => ({ name: 'x', id: 'x', created: false, plan })
  const withPlan = (plan: string, more: Partial<AppResult> = {}): AppResult => ({
    ...app,
    report: { ...app.report, addon: addonOf(plan) },
    ...more,
  })
  /** No finding calls for more; this share of memory and connections is used. */
  const roomy = (plan: string, memory: number, connections: number): AppResult => ({
    ...app,
    findings: [],
    report: {
      ...app.report,
      addon: addonOf(plan),
      writer: {
        ...(app.report.writer ?? { host: '', port: 0, tls: true, role: 'primary', timings: {} }),
        memory: { used: 1, max: 100, percent: memory },
        connections: { used: 2, max: 100, percent: connections },
      },
    },
  })

  it('names the plan in use, its price and the limits of the server', () => {
    expect(sizing(roomy('heroku-redis:premium-0', 50, 50))).toEqual([
      'Plan in use: `heroku-redis:premium-0`, 15.00 USD a month. The server’s limits: 100 bytes of memory and 100 connections.',
    ])
    const { addon: _, ...report } = app.report
    expect(sizing({ ...app, report })).toEqual([])
  })

  it('names the next larger plan with its price when memory or connections call for it', () => {
    expect(sizing(app).at(-1)).toBe(
      'The next larger plan is `heroku-redis:premium-1`, 30.00 USD a month: set `plan` to it with `plan-mismatch: change`.',
    )
    expect(sizing(withPlan('heroku-redis:premium-2')).at(-1)).toBe('Heroku lists no larger plan of this kind.')
    // Mini has no larger sister; premium-0 follows.
    expect(sizing(withPlan('heroku-redis:mini')).at(-1)).toContain('`heroku-redis:premium-0`')
  })

  it('prefers the same family to a cheaper plan of another', () => {
    const [, , premium1] = plans
    if (!premium1) throw new Error('no plan')
    const odd = { ...premium1, name: 'heroku-redis:standard-5', cents: premium1.cents - 500 }
    expect(sizing(withPlan('heroku-redis:premium-0', { plans: [...plans, odd] })).at(-1)).toContain('premium-1')
  })

  it.each([
    [20, 20, true],
    [1, 20.1, false],
    [20.1, 1, false],
    [90, 1, false],
  ])('at %d %% of memory and %d %% of connections a smaller plan is named: %s', (memory, connections, isNamed) => {
    const lines = sizing(roomy('heroku-redis:premium-1', memory, connections))
    expect(lines.length).toBe(isNamed ? 2 : 1)
    if (isNamed) expect(lines[1]).toContain('`heroku-redis:premium-0`, 15.00 USD a month')
  })

  it('never names a smaller plan of another family, which would lose high availability', () => {
    expect(sizing(roomy('heroku-redis:premium-0', 1, 1))).toHaveLength(1)
  })

  it('gives no advice on plans of other providers, on a shared add-on, or without prices', () => {
    const redisCloud = plans.map((plan) => ({ ...plan, name: plan.name.replace('heroku-redis', 'rediscloud') }))
    expect(sizing(withPlan('rediscloud:premium-0', { plans: redisCloud }))).toHaveLength(1)
    const shared = { ...app.report, addon: { ...addonOf('heroku-redis:premium-0'), shared: true } }
    expect(sizing({ ...app, report: shared })).toHaveLength(1)
    const contract = plans.map((plan) => ({ ...plan, billing: 'contract' as const }))
    const lines = sizing(withPlan('heroku-redis:premium-0', { plans: contract }))
    expect(lines).toEqual([expect.stringContaining('price by contract')])
    expect(sizing(withPlan('heroku-redis:premium-0', { plans: [] }))).toHaveLength(1)
  })

  it('never names a retired plan, nor one for another kind of space', () => {
    const current = { ...(plans[2] ?? plans[0]), name: 'heroku-redis:premium-9', cents: 9_900 }
    const next = { ...current, name: 'heroku-redis:premium-10', cents: 19_900 }
    const on = (offer: object) =>
      sizing(
        withPlan('heroku-redis:premium-9', { plans: [current, { ...next, ...offer }] as AppResult['plans'] & object }),
      ).at(-1)
    expect(on({})).toContain('premium-10')
    expect(on({ state: 'shutdown' })).toContain('no larger plan')
    expect(on({ insidePrivateSpace: true })).toContain('no larger plan')
    expect(on({ outsidePrivateSpace: false })).toContain('no larger plan')
    expect(on({ billing: 'contract' })).toContain('no larger plan')
  })
})
