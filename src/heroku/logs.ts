import { withoutUndefined } from '../utils/optional.ts'
import { oneLine } from '../utils/text.ts'
import { type Caller, change, inApp } from './calls.ts'
import type { AddonLog, Known, RedisMetrics } from './data.ts'
import { HerokuFailure } from './errors.ts'
import type { Call } from './call.ts'
import { logSessionOf } from './resources.ts'

export interface LogCalls {
  /** The newest log lines of one heroku-redis add-on, and the metrics in them. Bounded: a few seconds, a few megabytes. */
  addonLog(app: string, addonName: string): Promise<Known<AddonLog>>
}

const mostLines = 20
const longestLine = 500
/** The last 1,500 lines of the whole app come along. */
const mostBytes = 4 * 1024 * 1024
/** On Fir the log is a stream without an end: what came within this time counts. */
const streamMs = 2_000

export function logCalls(api: Caller): LogCalls {
  const session = (app: string, body: object) =>
    change(api, ['POST', inApp(app, '/log-sessions')], body, 'heroku-unavailable', logSessionOf)

  return {
    addonLog: async (app, addonName) => {
      const limits = { ms: 4_000, tries: 1 }
      let opened = await api.bonus(session(app, { dyno: 'heroku-redis', lines: 100, tail: false }), limits)
      // Fir takes no `lines` (heroku/cli, lib/run/log-displayer).
      if (!opened.known && opened.failure instanceof HerokuFailure && [400, 422].includes(opened.failure.status ?? 0)) {
        opened = await api.bonus(session(app, { dyno: 'heroku-redis' }), limits)
      }
      if (!opened.known) return opened
      const url = opened.value.reveal()
      if (!isLogHost(url)) return { known: false, why: 'Heroku named a log host that is not one of its own' }
      const text: Call<string> = {
        method: 'GET',
        url,
        access: 'public',
        label: 'the log session',
        fallback: 'heroku-unavailable',
        stream: { ms: streamMs, bytes: mostBytes },
        decode: String,
      }
      const read = await api.bonus(text, limits)
      return read.known ? { known: true, value: addonLogOf(read.value, addonName) } : read
    },
  }
}

/** By https on any host of heroku.com; on this machine in tests. */
export function isLogHost(text: string): boolean {
  const { protocol, hostname } = new URL(text)
  if (['localhost', '127.0.0.1'].includes(hostname)) return true
  return protocol === 'https:' && (hostname === 'heroku.com' || hostname.endsWith('.heroku.com'))
}

/** `2026-03-04T05:06:07.890123+00:00 app[heroku-redis]: …`, in an event stream after `data: `. */
const header = /^(?:data: ?)?(\S{1,40}) app\[heroku-redis\]: (.*)$/

/** The lines of this add-on: the source and the name must both be right, wherever else in a line they may stand. */
export function addonLogOf(text: string, addonName: string): AddonLog {
  const lines: { readonly at: string; readonly text: string }[] = []
  for (const line of text.split('\n')) {
    const [, at = '', rest = ''] = header.exec(line.trimEnd()) ?? []
    if (/(?:^|\s)addon=(\S+)/.exec(rest)?.[1] === addonName) lines.push({ at, text: rest })
  }
  const metrics = lines.map(({ at, text: rest }) => metricsOf(at, rest)).findLast((each) => each !== undefined)
  return withoutUndefined<AddonLog>({
    lines: lines.slice(-mostLines).map(({ at, text: rest }) => oneLine(`${at} ${rest}`, longestLine)),
    metrics,
  })
}

/** Heroku's `kB` are 1,024 bytes, as in /proc/meminfo. */
const units: Readonly<Record<string, number>> = {
  '': 1,
  bytes: 1,
  kB: 1_024,
  KB: 1_024,
  MB: 1_024 ** 2,
  GB: 1_024 ** 3,
}

function metricsOf(at: string, line: string): RedisMetrics | undefined {
  const samples = new Map<string, number>()
  for (const [, name = '', number = '', unit = ''] of line.matchAll(
    /(?:^|\s)sample#([\w-]{1,60})=(-?\d{1,18}(?:\.\d{1,18})?)([A-Za-z]{0,6})(?=\s|$)/g,
  )) {
    const factor = units[unit]
    if (factor !== undefined) samples.set(name, Number(number) * factor)
  }
  if (samples.size === 0) return undefined
  const time = Date.parse(at)
  return withoutUndefined<RedisMetrics>({
    at: Number.isNaN(time) ? undefined : new Date(time).toISOString(),
    activeConnections: samples.get('active-connections'),
    loadAvg1m: samples.get('load-avg-1m'),
    loadAvg5m: samples.get('load-avg-5m'),
    loadAvg15m: samples.get('load-avg-15m'),
    readIops: samples.get('read-iops'),
    writeIops: samples.get('write-iops'),
    memoryTotalBytes: samples.get('memory-total'),
    memoryFreeBytes: samples.get('memory-free'),
    memoryCachedBytes: samples.get('memory-cached'),
    memoryRedisBytes: samples.get('memory-redis'),
    hitRate: samples.get('hit-rate'),
    evictedKeys: samples.get('evicted-keys'),
  })
}
