import { code, text } from '../../utils/escape.ts'
import { bytes, count, percent } from '../../utils/format.ts'
import type { AppReport } from '../report.ts'
import { bullets } from './markdown.ts'

/** What Heroku says of the server: its next maintenance, its settings, the metrics of its log. */
export function server({ maintenance, settings, metrics }: AppReport): string {
  return bullets([
    ...(maintenance ? [`Maintenance: ${maintenanceText(maintenance)}`] : []),
    ...(settings ? [`Settings: ${settingsText(settings)}`] : []),
    ...(metrics ? [`Metrics of the add-on’s log: ${metricsText(metrics)}`] : []),
  ])
}

function maintenanceText(maintenance: NonNullable<AppReport['maintenance']>): string {
  const { status, scheduledFor, requiredBy, window } = maintenance
  if (status === 'none' || status === 'completed') return 'none planned'
  return [
    code(status, 60),
    ...(scheduledFor === undefined ? [] : [`scheduled for ${time(scheduledFor)}`]),
    ...(requiredBy === undefined ? [] : [`required by ${time(requiredBy)}`]),
    ...(window === undefined ? [] : [`window ${text(window, 100)}`]),
  ].join(', ')
}

/** `2026-11-07 22:00 UTC`. */
function time(iso: string): string {
  return text(`${iso.slice(0, 16).replace('T', ' ')} UTC`, 40)
}

function settingsText({ maxmemoryPolicy, timeout, notifyKeyspaceEvents }: NonNullable<AppReport['settings']>): string {
  return [
    ...(maxmemoryPolicy === undefined ? [] : [`maxmemory-policy ${code(maxmemoryPolicy, 60)}`]),
    ...(timeout === undefined ? [] : [`timeout ${timeout === 0 ? 'never' : `${count(timeout)} s`}`]),
    ...(notifyKeyspaceEvents === undefined
      ? []
      : [`notify-keyspace-events ${notifyKeyspaceEvents === '' ? 'off' : code(notifyKeyspaceEvents, 60)}`]),
  ].join(', ')
}

function metricsText(metrics: NonNullable<AppReport['metrics']>): string {
  const {
    at,
    loadAvg1m,
    readIops,
    writeIops,
    memoryRedisBytes,
    memoryTotalBytes,
    hitRate,
    evictedKeys,
    activeConnections,
  } = metrics
  const memory = memoryRedisBytes === undefined ? undefined : bytes(memoryRedisBytes)
  return [
    ...(at === undefined ? [] : [`at ${time(at)}`]),
    ...(loadAvg1m === undefined ? [] : [`load ${String(loadAvg1m)}`]),
    ...(readIops === undefined ? [] : [`read IOPS ${count(readIops)}`]),
    ...(writeIops === undefined ? [] : [`write IOPS ${count(writeIops)}`]),
    ...(memory === undefined
      ? []
      : [
          `Redis uses ${memory}${memoryTotalBytes === undefined ? '' : ` of ${bytes(memoryTotalBytes)} on the machine`}`,
        ]),
    ...(hitRate === undefined ? [] : [`hit rate ${percent(hitRate * 100)}`]),
    ...(evictedKeys === undefined ? [] : [`evicted keys ${count(evictedKeys)}`]),
    ...(activeConnections === undefined ? [] : [`connections ${count(activeConnections)}`]),
  ].join(', ')
}
