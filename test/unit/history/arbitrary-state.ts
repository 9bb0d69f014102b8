import * as fc from 'fast-check'
import { eventKinds } from '../../../src/history/history.ts'
import type { AppHistory, HistoryEvent, HistoryState, Range, RunPoint, Span } from '../../../src/history/history.ts'

const time = fc.integer({ min: 0, max: 8.64e15 })
const count = fc.integer({ min: 0, max: 1e9 })
const figure = fc.double({ min: 0, max: 1e12, noNaN: true }).map((value) => Number(value.toFixed(2)))
const word = fc.stringMatching(/^[a-z0-9:-]{1,20}$/)

/** As `clean` leaves them. */
const facts = {
  plan: word,
  version: word,
  memoryMax: count,
  maxConnections: count,
  latencyP50Ms: figure,
  latencyP95Ms: figure,
  lagMs: figure,
}

const point: fc.Arbitrary<RunPoint> = fc.record(
  {
    time,
    status: fc.constantFrom('pass', 'warn', 'fail'),
    failing: fc.boolean(),
    reason: fc.oneof(fc.constant(''), word),
    ...facts,
    server: word,
    memoryUsed: count,
    connections: count,
    evictedKeys: count,
    rejectedConnections: count,
  },
  { requiredKeys: ['time', 'status', 'failing', 'reason'] },
)

const range: fc.Arbitrary<Range> = fc.record({ min: figure, median: figure, max: figure })

const span: fc.Arbitrary<Span> = fc.record(
  {
    start: time,
    lengthMs: fc.constantFrom(6, 24, 168).map((hours) => hours * 3_600_000),
    runs: count,
    warned: count,
    failed: count,
    ...facts,
    memory: range,
    connections: range,
  },
  { requiredKeys: ['start', 'lengthMs', 'runs', 'warned', 'failed'] },
)

const event: fc.Arbitrary<HistoryEvent> = fc.record(
  { time, kind: fc.constantFrom(...eventKinds), detail: word },
  { requiredKeys: ['time', 'kind'] },
)

const app: fc.Arbitrary<AppHistory> = fc.record(
  {
    app: word,
    points: fc.array(point, { maxLength: 5 }),
    spans: fc.array(span, { maxLength: 5 }),
    events: fc.array(event, { maxLength: 5 }),
    outcomes: fc.array(fc.option(fc.integer({ min: 1, max: 8.64e15 })), { maxLength: 5 }),
    failing: fc.record({ since: time, runs: fc.integer({ min: 1, max: 1e6 }) }),
    alarm: fc.record({ since: time }),
  },
  { requiredKeys: ['app', 'points', 'spans', 'events', 'outcomes'] },
)

export const arbitraryState: fc.Arbitrary<HistoryState> = fc.record({
  apps: fc.uniqueArray(app, { selector: (each) => each.app, maxLength: 4 }),
})
