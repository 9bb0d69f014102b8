import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import packageJson from '../../../package.json' with { type: 'json' }
import { checkIds } from '../../../src/checks/check.ts'
import { expiryNoticeDays } from '../../../src/checks/connect.ts'
import { requiredNoticeMs, scheduledNoticeMs } from '../../../src/checks/maintenance.ts'
import { horizonMs } from '../../../src/checks/trend.ts'
import { lifecycles, noticeDays } from '../../../src/checks/version.ts'
import { pageSize } from '../../../src/heroku/fleet.ts'
import { retryBudgetMs } from '../../../src/heroku/http.ts'
import { defaultPlan } from '../../../src/heroku/plans.ts'
import { refillMs, reserve } from '../../../src/heroku/rate-limit.ts'
import { defaultPort as rendezvousPort } from '../../../src/heroku/rendezvous.ts'
import { forgottenAfter } from '../../../src/history/encode.ts'
import { mostEvents } from '../../../src/history/history.ts'
import { uptimeMs } from '../../../src/history/record.ts'
import { inputDefaults } from '../../../src/inputs/inputs.ts'
import { markerNamespace } from '../../../src/redis/errors.ts'
import { lifetimeSeconds } from '../../../src/redis/markers.ts'
import { lagSamples } from '../../../src/redis/measurements.ts'
import { reportBudget } from '../../../src/report/outputs.ts'
import { connectionsAtOnce } from '../../../src/run.ts'
import { fleetSize } from '../../../src/state/fleet.ts'
import { mostDynos, timeToLiveSeconds } from '../../../src/steps/dyno-source.ts'
import { plans } from '../../sandbox/plans.ts'
import { settings as serverSettings } from '../../sandbox/settings.ts'
import { exists, filesIn, read, root, type RepositoryPath } from './files.ts'
import { action } from './github.ts'
import { tableUnder } from './markdown.ts'

/** Numbers that the code owns, as the pages state them: each `{}` of a sentence stands for the next value. */
type Claim = readonly [pages: RepositoryPath | readonly RepositoryPath[], sentence: string, ...values: Value[]]
type Value = string | number

const hour = 3_600_000
const day = 24 * hour
const number = (value: Value): string => value.toLocaleString('en')
const word = (value: number): string =>
  ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'][value] ?? String(value)

const english = 'README.md'
const korean = 'README.ko.md'
const performance = 'docs/performance.md'
const spaces = 'docs/private-spaces.md'
const troubleshooting = 'docs/troubleshooting.md'

const callsAnHour = hour / refillMs
const [warnMemory = '', failMemory = ''] = inputDefaults.memory.split('/')
const [warnConnections = '', failConnections = ''] = inputDefaults.connections.split('/')
const spaced = (percent: string): string => percent.replace('%', ' %')
const samples = Number(inputDefaults.samples)
const redisDistanceMs = 40
const runner = /actions\/runner ([\d.]+) or newer/.exec(read('src/index.ts'))?.[1] ?? 'not found'
const node = action.runs.using.replace('node', '')
const developersNode = packageJson.engines.node.replace('>=', '')
const old = lifecycles.find(({ version }) => version === '7.2')
const idleSeconds = serverSettings['timeout']?.default ?? 'unknown'

const claims: readonly Claim[] = [
  [english, 'A runner with Node {}', node],
  [korean, 'Node {}가 있는 러너', node],
  [spaces, 'The runner must include Node {}', node],
  [english, 'a self-hosted runner needs version {} or newer', runner],
  [korean, '셀프 호스팅 러너는 {} 이상이어야 합니다', runner],
  [spaces, 'as version {} or newer does', runner],
  [english, 'with Node {} or newer', developersNode],
  [korean, 'Node {} 이상만 있으면', developersNode],
  ['CONTRIBUTING.md', 'npm and Node {} or newer', developersNode],

  [english, 'above {} characters, `report` keeps', reportBudget],
  [korean, '`report`가 {}자를 넘으면', reportBudget],
  [[english, 'action.yml'], 'share of the runs of the last {} days', uptimeMs / day],
  [korean, '최근 {}일간의 실행', uptimeMs / day],
  [
    english,
    'is scheduled within {} hours or required within {} days',
    scheduledNoticeMs / hour,
    requiredNoticeMs / day,
  ],
  [korean, '{}시간 안에 예정되었거나 {}일 안에 필요한', scheduledNoticeMs / hour, requiredNoticeMs / day],
  [english, 'will reach their limit within {} days', horizonMs / day],
  [korean, '{}일 안에 한계에 이를', horizonMs / day],
  ['CHANGELOG.md', '{} checks with your own limits', checkIds.length],

  [
    troubleshooting,
    'scheduled within {} hours or required within {} days',
    scheduledNoticeMs / hour,
    requiredNoticeMs / day,
  ],
  [
    troubleshooting,
    'scheduled within {} hours or required within {} days.',
    scheduledNoticeMs / hour,
    requiredNoticeMs / day,
  ],
  [troubleshooting, 'Warns {} days before a certificate expires', expiryNoticeDays],
  [troubleshooting, 'The `tls` check warns {} days before a certificate expires', expiryNoticeDays],
  [troubleshooting, 'Measures how long {} test keys take', word(lagSamples)],
  [troubleshooting, 'its value is the median of {} keys', word(lagSamples)],
  [troubleshooting, 'for it has ended or ends within {} days', noticeDays],
  [troubleshooting, 'has ended, or ends within {} days', noticeDays],
  [troubleshooting, 'connections will reach their limit within {} days at the', horizonMs / day],
  [troubleshooting, 'longer than the action waits ({} seconds)', retryBudgetMs / 1_000],
  [troubleshooting, 'has {} requests per hour', callsAnHour],
  [troubleshooting, '({} warns, {} fails). Under', spaced(warnMemory), spaced(failMemory)],
  [troubleshooting, '({} warns, {} fails), or connections', spaced(warnConnections), spaced(failConnections)],
  [troubleshooting, 'Version 7.2 is not offered since {}', old?.unavailableFrom ?? ''],
  [
    troubleshooting,
    'its support ends on {}, and Heroku then upgrades it to {}',
    old?.supportedUntil ?? '',
    old?.target ?? '',
  ],
  [troubleshooting, "Heroku's default is {} seconds", idleSeconds],
  [troubleshooting, 'keys that start with `{}`', markerNamespace],
  ['docs/plans.md', "Heroku's default of {} seconds", idleSeconds],
  ['docs/clients.md', 'closes idle connections after {} seconds', idleSeconds],
  ['docs/clients.md', '{} on `mini`, {} on `premium-0`', connectionsOf('mini'), connectionsOf('premium-0')],
  ['docs/plans.md', '{} connections are not many', connectionsOf('mini')],
  ['docs/architecture.md', 'have {} to {} connections', connectionsOf('mini'), connectionsOf('premium-0')],
  ['docs/architecture.md', 'from {} apps on', word(fleetSize)],

  [[english, 'docs/plans.md', 'action.yml'], 'a new add-on gets `{}`', defaultPlan.plan],
  [korean, '새 애드온은 `{}`', defaultPlan.plan],
  ['docs/security.md', '`logs: {}` (default)', inputDefaults.logs],
  ['docs/security.md', '| `{}` (default) |', inputDefaults['tls-verify']],
  ['schema/state.schema.json', 'Ordered by time; at most {}.', mostEvents],
  ['schema/state.schema.json', 'without a run for {} days is dropped', forgottenAfter / day],
  ['docs/security.md', 'which also expire after {} seconds', lifetimeSeconds],
  [['docs/security.md', spaces], 'after {} minutes in any case', timeToLiveSeconds / 60],
  [['docs/security.md', spaces], 'rendezvous.runtime.heroku.com:{}', String(rendezvousPort)],
  [spaces, 'A fleet runs at most {} at once', mostDynos],

  [performance, 'fewer than {} apps', word(fleetSize)],
  [performance, '{} apps or more', word(fleetSize)],
  [performance, 'for each {} add-ons of the account', pageSize],
  [
    performance,
    '{} apps are processed at once ({} with a reader on another server)',
    connectionsAtOnce,
    connectionsAtOnce / 2,
  ],
  [performance, 'For more than {} apps, and for', connectionsAtOnce],
  [performance, '{} latency samples', samples],
  [
    performance,
    'and {} PINGs one after the other, which take {} s at {} ms',
    samples,
    (samples * redisDistanceMs) / 1_000,
    redisDistanceMs,
  ],
  [performance, 'allows an account {} requests an hour', callsAnHour],
  [performance, 'When fewer than {} are left', reserve],
  [performance, 'one request every {} s', refillMs / 1_000],
  [performance, 'A check of 1,000 apps in one step takes about 1,000 of them, {} %', Math.round(100_000 / callsAnHour)],
]

function connectionsOf(plan: string): number {
  return plans.find(({ name }) => name === `heroku-redis:${plan}`)?.limits.connections ?? Number.NaN
}

/** The values in the place of each `{}`, once for all places of a page that agree; line breaks are spaces. */
function stated(page: RepositoryPath, sentence: string): readonly (readonly string[])[] {
  const parts = sentence.split('{}').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = new RegExp(`${parts.join('(\\S+?(?: %)?)')}(?!-?\\w)`, 'g')
  const matches = read(page).replace(/\s+/g, ' ').matchAll(pattern)
  return [...new Map([...matches].map(([whole, ...values]) => [whole, values])).values()]
}

const sentences = claims.flatMap(([pages, sentence, ...values]) =>
  [pages].flat().map((page) => ({ page, sentence, values: values.map(number) })),
)

test.each(sentences)('$page: $sentence', ({ page, sentence, values }) => {
  expect(stated(page, sentence)).toEqual([values])
})

describe('docs/plans.md', () => {
  test('has the memory and the connections of the plans that the sandbox sells', () => {
    const sold = plans.filter(({ name, state, privateSpace }) => {
      return name.startsWith('heroku-redis:') && state === 'ga' && !privateSpace
    })
    const rows = sold.map(({ name, limits: { megabytes, connections, standby } }) => [
      `\`${name.replace('heroku-redis:', '')}\``,
      megabytes < 1_000 ? `${megabytes} MB` : `${megabytes / 1_000} GB`,
      number(connections),
      standby ? 'yes' : 'no',
    ])
    expect(rows.length).toBeGreaterThan(5)
    expect(tableUnder(read('docs/plans.md'), 'Limits of the plans')).toEqual(expect.arrayContaining(rows))
  })
})

describe('the commands that reach Redis', () => {
  const source = filesIn('src/redis', /\.ts$/).map(read).join('\n')
  const sent = new Set(
    [...source.matchAll(/\bsend\(\['([A-Z]+)'(?:, '([A-Z]+)')?/g)].map(([, ...words]) =>
      words.filter(Boolean).join(' '),
    ),
  )

  test.each(['docs/security.md', troubleshooting])('%s names each of them', (page) => {
    expect(sent.size).toBeGreaterThan(5)
    const paragraph = read(page)
      .split(/\n(?=[-*#]|\n)/)
      .find((text) => text.includes('`PING`') && text.includes('`DEL`'))
    expect([...sent].filter((command) => paragraph?.includes(`\`${command}\``) !== true)).toEqual([])
  })
})

/** Of the figures that the benchmark writes: the row that begins so, as numbers. */
function figures(start: string): readonly number[] {
  const row =
    read(performance)
      .split('\n')
      .find((line) => line.startsWith(`| ${start}`)) ?? ''
  return row
    .split('|')
    .slice(2, -1)
    .map((cell) => Number.parseFloat(cell))
}

describe('what docs/performance.md says of its own figures', () => {
  const [, , , setupOfBare = 0, setupOfShell = 0] = figures('set-up from nothing')
  const [, , , checkOfBare = 0] = figures('check |')
  const [nodeMs = 0] = figures('`node -e 0`')
  const [clientMs = 0] = figures('bare Node with its HTTPS client')
  const [actionMs = 0] = figures('the action, to its first request')
  const added = (factor: number): string => `${Math.round((factor - 1) * 100)} %`

  test('the shell way', () => {
    expect(stated(performance, 'about {} times as long')).toEqual([[word(Math.round(setupOfShell))]])
  })

  test('bare Node', () => {
    expect(stated(performance, 'the action adds {} to a set-up and {} to a check')).toEqual([
      [added(setupOfBare), added(checkOfBare)],
    ])
  })

  test('the start: Node itself is the larger part, its HTTPS client most of the rest', () => {
    expect(nodeMs / actionMs).toBeGreaterThan(0.5)
    expect(nodeMs / actionMs).toBeLessThan(0.75)
    expect((clientMs - nodeMs) / (actionMs - nodeMs)).toBeGreaterThan(0.5)
  })
})

describe('the bundle in docs/performance.md', () => {
  const dist = join(root, 'dist')
  const scripts = readdirSync(dist).filter((name) => name.endsWith('.js'))
  const size = (names: readonly string[]): number =>
    names.reduce((sum, name) => sum + statSync(join(dist, name)).size, 0)

  test('its size, and what is read at the start, to a tenth', () => {
    const [sizes] = stated(performance, 'The bundle has {} MB, and {} MB of it is read at the start')
    const ratios = [size(scripts), size(['index.js'])].map((bytes, index) => Number(sizes?.[index]) / (bytes / 1e6))
    expect(ratios.map((ratio) => Math.abs(ratio - 1) < 0.1)).toEqual([true, true])
  })

  test('ioredis is a third of it', () => {
    expect(stated(performance, 'ioredis, a third of the bundle, is loaded while Heroku responds')).toEqual([[]])
    const client = scripts.filter((name) =>
      readFileSync(join(dist, name), 'utf8').includes('MaxRetriesPerRequestError'),
    )
    expect(size(client) / size(scripts)).toBeGreaterThan(0.28)
    expect(size(client) / size(scripts)).toBeLessThan(0.39)
  })
})

test.skipIf(!exists('.git'))('docs/performance.md: the archive that a runner downloads, to a fifth', () => {
  const [sizes] = stated(performance, '(`export-ignore`): it has {} MB')
  const archive = execFileSync('git', ['archive', '--format=tar.gz', 'HEAD'], { cwd: root, maxBuffer: 100_000_000 })
  expect(Math.abs(Number(sizes?.[0]) / (archive.length / 1e6) - 1)).toBeLessThan(0.2)
})
