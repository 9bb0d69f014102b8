import { describe, expect, it } from 'vitest'
import { explain } from '../../../src/failure/catalogue.ts'
import { renderJunit } from '../../../src/report/junit.ts'
import type { AppReport } from '../../../src/report/report.ts'
import type { AppResult } from '../../../src/report/result.ts'
import { fleet, healthy } from '../../support/fixtures/results.ts'
import { base } from './fixtures.ts'

const bare: AppReport = { ...base, status: 'pass', tested: true, failureReason: '', context: [], checks: [] }

function rendered(reports: readonly Partial<AppReport>[], error?: AppReport['error']): string {
  const apps = reports.map((report): AppResult => ({
    report: { ...bare, ...report },
    findings: [],
    changes: [],
    latency: {},
    notes: [],
    durationMs: 1_234.5,
  }))
  const report = { ...healthy().report, apps: apps.map((app) => app.report) }
  return renderJunit({ report, apps, cancelled: false, ...(error && { error }) })
}

describe('the JUnit file', () => {
  it('has a suite for each app and a case for each check, with what was found', () => {
    const check = { target: 'writer', message: 'Is "5" <ms>' } as const
    const markup = rendered([
      {
        app: 'shop',
        status: 'fail',
        failureReason: 'latency',
        addon: { name: 'redis-one', id: 'x', created: false, plan: 'heroku-redis:mini' },
        checks: [
          { ...check, id: 'addon', target: 'app', status: 'pass' },
          {
            ...check,
            id: 'latency',
            status: 'fail',
            cause: 'It is busy',
            hint: 'Wait.',
            value: '5 ms',
            threshold: '1 ms',
            docs: 'https://a.example/b',
          },
          { ...check, id: 'memory', status: 'warn', value: '80 %' },
          { ...check, id: 'tls', status: 'skip', value: 'x' },
          { ...check, id: 'connect', status: 'fail', hint: 'Wait', docs: 'https://a.example/b' },
          { ...check, id: 'write', status: 'fail' },
        ],
      },
      { app: 'api', error: explain('app-not-found', 'No app', { cause: 'A typo', remedy: 'Check it.' }) },
    ])
    expect(markup).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="heroku-redis" tests="7" failures="3" errors="1" skipped="1" time="4.321">
  <testsuite name="shop" tests="6" failures="3" errors="0" skipped="1" time="1.234" timestamp="2026-03-04T05:06:07">
    <properties>
      <property name="status" value="fail"/>
      <property name="failure-reason" value="latency"/>
      <property name="addon" value="redis-one"/>
      <property name="plan" value="heroku-redis:mini"/>
    </properties>
    <testcase classname="heroku-redis.shop" name="addon (app)" time="0">
      <system-out>Is &#34;5&#34; &#60;ms&#62;</system-out>
    </testcase>
    <testcase classname="heroku-redis.shop" name="latency (writer)" time="0">
      <failure type="latency" message="Is &#34;5&#34; &#60;ms&#62;">It is busy. Wait. Measured 5 ms, limit 1 ms. Docs: https://a.example/b</failure>
    </testcase>
    <testcase classname="heroku-redis.shop" name="memory (writer)" time="0">
      <system-out>Warning: Is &#34;5&#34; &#60;ms&#62;. Measured 80 %.</system-out>
    </testcase>
    <testcase classname="heroku-redis.shop" name="tls (writer)" time="0">
      <skipped message="Is &#34;5&#34; &#60;ms&#62;"/>
    </testcase>
    <testcase classname="heroku-redis.shop" name="connect (writer)" time="0">
      <failure type="connect" message="Is &#34;5&#34; &#60;ms&#62;">Wait. Docs: https://a.example/b</failure>
    </testcase>
    <testcase classname="heroku-redis.shop" name="write (writer)" time="0">
      <failure type="write" message="Is &#34;5&#34; &#60;ms&#62;"></failure>
    </testcase>
  </testsuite>
  <testsuite name="api" tests="1" failures="0" errors="1" skipped="0" time="1.234" timestamp="2026-03-04T05:06:07">
    <properties>
      <property name="status" value="pass"/>
    </properties>
    <testcase classname="heroku-redis.api" name="job" time="0">
      <error type="app-not-found" message="No app">A typo. Check it.</error>
    </testcase>
  </testsuite>
</testsuites>
`)
  })

  it('has a suite of its own for a run that reached no app', () => {
    const error = explain('token-missing', 'No token', { cause: 'None was given', remedy: 'Give one.' })
    expect(rendered([], error)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="heroku-redis" tests="1" failures="0" errors="1" skipped="0" time="4.321">
  <testsuite name="run" tests="1" failures="0" errors="1" skipped="0" time="4.321" timestamp="2026-03-04T05:06:07">
    <testcase classname="heroku-redis.run" name="job" time="0">
      <error type="token-missing" message="No token">None was given. Give one.</error>
    </testcase>
  </testsuite>
</testsuites>
`)
  })

  it('counts the cases of all apps', () => {
    const markup = renderJunit(fleet(20))
    const count = (part: string): number => markup.split(part).length - 1
    const [head = ''] = /<testsuites .*>/.exec(markup) ?? []
    expect(head).toBe(
      `<testsuites name="heroku-redis" tests="${String(count('<testcase '))}" failures="${String(count('<failure '))}"` +
        ` errors="${String(count('<error '))}" skipped="${String(count('<skipped '))}" time="4.321">`,
    )
  })
})
