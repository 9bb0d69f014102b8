import { beforeEach, describe, expect, it } from 'vitest'
import type { EndpointReport } from '../../../../src/report/report.ts'
import type { AppResult } from '../../../../src/report/result.ts'
import { sizing } from '../../../../src/report/summary/sizing.ts'
import { plans, warning } from '../../../support/fixtures/results.ts'
import { finding, only } from '../fixtures.ts'

const endpoint: EndpointReport = { host: '', port: 0, tls: true, role: 'primary', timings: {} }

describe('sizing', () => {
  let app: AppResult
  beforeEach(() => {
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
        ...(app.report.writer ?? endpoint),
        memory: { used: 1, max: 100, percent: memory },
        connections: { used: 2, max: 100, percent: connections },
      },
    },
  })

  it('names the plan in use, its price and the limits of the server', () => {
    expect(sizing(roomy('heroku-redis:premium-0', 50, 50))).toEqual([
      'Plan in use: `heroku-redis:premium-0`, 15.00 USD a month. The server’s limits: 100 bytes of memory and 100 connections.',
    ])
    const plain = (more: Partial<AppResult['report']>): readonly string[] => {
      const { writer: _, ...unreached } = app.report
      return sizing({
        ...app,
        findings: [],
        plans: [],
        report: { ...unreached, addon: addonOf('other:plan'), ...more },
      })
    }
    const unlimited = { used: 1, max: 0 }
    expect(plain({})).toEqual(['Plan in use: `other:plan`.'])
    expect(plain({ writer: endpoint })).toEqual(['Plan in use: `other:plan`.'])
    expect(plain({ writer: { ...endpoint, memory: unlimited, connections: unlimited } })).toEqual([
      'Plan in use: `other:plan`.',
    ])
    expect(plain({ addon: { ...addonOf('other:plan'), price: { cents: 500, unit: 'month' } } })).toEqual([
      'Plan in use: `other:plan`, 5.00 USD a month.',
    ])
    const { plans: _plans, ...unlisted } = withPlan('heroku-redis:premium-0')
    expect(sizing(unlisted)).toHaveLength(1)
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
  ])(
    'at %d percent of memory and %d percent of connections a smaller plan is named: %s',
    (memory, connections, isNamed) => {
      const lines = sizing(roomy('heroku-redis:premium-1', memory, connections))
      expect(lines.length).toBe(isNamed ? 2 : 1)
      if (isNamed) {
        expect(lines[1]).toBe(
          `Little memory (${String(memory)} %) and few connections (${String(connections)} %) are in use at this moment. ` +
            'If that is also true at peak times, the next smaller plan is `heroku-redis:premium-0`, 15.00 USD a month.',
        )
      }
    },
  )

  it('names no other plan where use is not known, or where something else is wrong', () => {
    const { writer: _, ...unreached } = roomy('heroku-redis:premium-1', 1, 1).report
    const { memory, connections, ...writer } = roomy('heroku-redis:premium-1', 1, 1).report.writer ?? endpoint
    const halves = [
      writer,
      { ...writer, ...(memory && { memory }) },
      { ...writer, ...(connections && { connections }) },
    ]
    for (const half of halves) {
      expect(sizing({ ...app, findings: [], report: { ...unreached, writer: half } })).toHaveLength(1)
    }
    expect(sizing({ ...app, findings: [], report: unreached })).toHaveLength(1)
    const slow = [finding('latency', 'fail', { reason: 'latency' }), finding('plan', 'pass')]
    expect(sizing({ ...app, findings: slow })).toHaveLength(1)
  })

  it('names the nearest plan by price, in whatever order Heroku lists them', () => {
    for (const list of [plans, plans.toReversed(), [...plans.slice(2), ...plans.slice(0, 2)]]) {
      expect(sizing(withPlan('heroku-redis:mini', { plans: list })).at(-1)).toContain('`heroku-redis:premium-0`')
      expect(sizing(withPlan('heroku-redis:premium-0', { plans: list })).at(-1)).toContain('`heroku-redis:premium-1`')
      expect(sizing({ ...roomy('heroku-redis:premium-2', 1, 1), plans: list }).at(-1)).toContain(
        '`heroku-redis:premium-1`',
      )
    }
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
    const other = { ...next, name: 'heroku-redis:standard-5', cents: 10_000 }
    expect(
      sizing(withPlan(current.name, { plans: [current, other, next] as AppResult['plans'] & object })).at(-1),
    ).toContain('premium-10')
    expect(on({ state: 'shutdown' })).toContain('no larger plan')
    expect(on({ insidePrivateSpace: true })).toContain('no larger plan')
    expect(on({ outsidePrivateSpace: false })).toContain('no larger plan')
    expect(on({ billing: 'contract' })).toContain('no larger plan')
  })
})
