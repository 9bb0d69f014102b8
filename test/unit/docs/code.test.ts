import { expect, test } from 'vitest'
import { outputs } from '../../../src/report/outputs.ts'
import type { RunResult } from '../../../src/report/result.ts'
import { action } from './github.ts'

test('action.yml has the outputs of the code, in its order', () => {
  const nothing: RunResult = {
    report: {
      version: 1,
      status: 'pass',
      tested: false,
      failureReason: '',
      mode: 'check',
      dryRun: false,
      startedAt: '2026-01-01T00:00:00.000Z',
      durationMs: 0,
      apps: [],
    },
    apps: [],
    cancelled: false,
  }
  expect(Object.keys(action.outputs)).toEqual([...outputs(nothing).keys()])
})
