import { join } from 'node:path'
import { recordRun } from '../../../src/history/record.ts'
import { updateState } from '../../../src/history/state-file.ts'

/** A run of its own process: `writer.ts WORKSPACE APP RUNS` adds so many runs of an app to `state.json`. */
const [workspace = '', app = '', runs = '0'] = process.argv.slice(2)

for (let index = 0; index < Number(runs); index++) {
  const time = Date.UTC(2026, 0, 1) + index * 1_000
  await updateState({ path: join(workspace, 'state.json'), workspace }, time, (state) => ({
    state: recordRun(state, app, { time, status: 'pass', failing: false, reason: '' }, { failing: 1, of: 1 }).state,
    value: undefined,
  }))
}
