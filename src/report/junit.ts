import { xml } from '../utils/escape.ts'
import type { CheckResult, CheckStatus } from '../checks/check.ts'
import type { Explanation } from '../failure/failure.ts'
import type { Report } from './report.ts'
import type { AppResult, RunResult } from './result.ts'
import { sentence } from './verdict.ts'

/** JUnit XML: a test suite for each app, a test case for each check, so that every test reporter can show it. */
export function renderJunit(result: RunResult): string {
  const suites = [
    ...(result.error ? [runSuite(result.error, result.report)] : []),
    ...result.apps.map((app) => suite(app, result.report)),
  ]
  const sum = (pick: (app: AppResult) => number): number => result.apps.reduce((all, app) => all + pick(app), 0)
  const jobs = Number(result.error !== undefined)
  const head = attributes({
    name: 'heroku-redis',
    tests: String(sum(({ report }) => cases(report)) + jobs),
    failures: String(sum(({ report }) => having(report.checks, 'fail'))),
    errors: String(sum(({ report }) => Number(report.error !== undefined)) + jobs),
    skipped: String(sum(({ report }) => having(report.checks, 'skip'))),
    time: seconds(result.report.durationMs),
  })
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${head}>`, ...suites, '</testsuites>', ''].join('\n')
}

function suite({ report: app, durationMs }: AppResult, run: Report): string {
  const head = attributes({
    name: app.app,
    tests: String(cases(app)),
    failures: String(having(app.checks, 'fail')),
    errors: String(Number(app.error !== undefined)),
    skipped: String(having(app.checks, 'skip')),
    time: seconds(durationMs),
    // The schema of JUnit knows no fraction and no zone here.
    timestamp: run.startedAt.slice(0, 19),
  })
  const properties = Object.entries({
    status: app.status,
    'failure-reason': app.failureReason,
    addon: app.addon?.name ?? '',
    plan: app.addon?.plan ?? '',
  })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `      <property${attributes({ name, value })}/>`)
  const job = app.error ? jobCase(app.app, app.error) : []
  return [
    `  <testsuite${head}>`,
    '    <properties>',
    ...properties,
    '    </properties>',
    ...job,
    ...app.checks.flatMap((check) => testcase(app.app, `${check.id} (${check.target})`, outcome(check))),
    '  </testsuite>',
  ].join('\n')
}

/** A run that reached no app. */
function runSuite(error: Explanation, { durationMs, startedAt }: Report): string {
  const head = attributes({
    name: 'run',
    tests: '1',
    failures: '0',
    errors: '1',
    skipped: '0',
    time: seconds(durationMs),
    timestamp: startedAt.slice(0, 19),
  })
  return [`  <testsuite${head}>`, ...jobCase('run', error), '  </testsuite>'].join('\n')
}

function jobCase(name: string, { reason, what, cause, remedy }: Explanation): string[] {
  const text = xml([cause, remedy].map(sentence).join(' '))
  return testcase(name, 'job', [`      <error${attributes({ type: reason, message: what })}>${text}</error>`])
}

function testcase(app: string, name: string, body: readonly string[]): string[] {
  return [
    `    <testcase${attributes({ classname: `heroku-redis.${app}`, name, time: '0' })}>`,
    ...body,
    '    </testcase>',
  ]
}

function outcome(check: CheckResult): string[] {
  // `xml` closes the gaps that absent parts leave.
  const more = [
    sentence(check.cause ?? ''),
    sentence(check.hint ?? ''),
    check.value === undefined
      ? ''
      : `Measured ${check.value}${check.threshold === undefined ? '' : `, limit ${check.threshold}`}.`,
    check.docs === undefined ? '' : `Docs: ${check.docs}`,
  ].join(' ')
  const element: Record<CheckStatus, string> = {
    fail: `<failure${attributes({ type: check.id, message: check.message })}>${xml(more)}</failure>`,
    warn: `<system-out>${xml(`Warning: ${sentence(check.message)} ${more}`)}</system-out>`,
    skip: `<skipped${attributes({ message: check.message })}/>`,
    pass: `<system-out>${xml(check.message)}</system-out>`,
  }
  return [`      ${element[check.status]}`]
}

const cases = (app: Report['apps'][number]): number => app.checks.length + Number(app.error !== undefined)

const having = (checks: readonly CheckResult[], status: CheckResult['status']): number =>
  checks.filter((check) => check.status === status).length

const seconds = (ms: number): string => (ms / 1_000).toFixed(3)

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xml(value)}"`)
    .join('')
}
