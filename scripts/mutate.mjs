// Breaks the code in thousands of small ways and counts what the unit tests notice. `npm run mutate -- checks state` does some rooms only.
import { readFileSync, renameSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { env, ready, root, run } from './ready.mjs'

/**
 * What is mutated of each room: what unit tests can prove alone. Sockets, processes and the browser are left to the
 * other tests. `tests` are the folders of test/unit that must notice; absent: the room's own.
 */
const rooms = {
  checks: { files: ['checks/**'] },
  state: { files: ['state/**'], tests: ['state', 'steps'] },
  steps: { files: ['steps/!(dyno-source|old-credentials)'] },
  inputs: { files: ['inputs/**'] },
  redis: {
    files: list('redis', 'certificate endpoint errors info reader-role reply-reader scrub statistics'),
  },
  heroku: {
    files: list(
      'heroku',
      'decode errors hosts json logs maintenances plans rate-limit refusals resources response-headers status',
    ),
  },
  history: { files: ['history/**'] },
  runner: { files: list('runner', 'log masking scrubber') },
  failure: { files: ['failure/**'] },
  report: { files: ['report/*'] },
  summary: { files: ['report/summary/**'], tests: ['report/summary'] },
}

function list(folder, names) {
  return names.split(' ').map((name) => `${folder}/${name}`)
}

const chosen = process.argv.slice(2)
const unknown = chosen.filter((room) => !(room in rooms))
if (unknown.length > 0) {
  console.error(`No such room: ${unknown.join(', ')}. Rooms: ${Object.keys(rooms).join(', ')}.`)
  process.exit(1)
}

ready({ programs: '' })
setPriority(10)

const reports = join(root, 'reports', 'mutation')
const figures = {}
for (const room of chosen.length > 0 ? chosen : Object.keys(rooms)) {
  console.log(`\n▸ ${room}`)
  const { files, tests = [room] } = rooms[room]
  const mutated = files.map((pattern) => `src/${pattern}.ts`).join(',')
  run('stryker', ['run', '--mutate', mutated], { env: { ...env, MUTATE_TESTS: tests.join(',') } })
  for (const kind of ['json', 'html']) {
    renameSync(join(reports, `mutation.${kind}`), join(reports, `${room}.${kind}`))
  }
  figures[room] = figuresOf(JSON.parse(readFileSync(join(reports, `${room}.json`), 'utf8')))
}
console.table(figures)
console.log('Survivors: reports/mutation/*.html')

function figuresOf({ files }) {
  const mutants = Object.values(files).flatMap((file) => file.mutants)
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length
  const killed = count('Killed', 'Timeout')
  const survived = count('Survived')
  const uncovered = count('NoCoverage')
  const all = killed + survived + uncovered
  return { mutants: all, killed, survived, 'no coverage': uncovered, score: `${((100 * killed) / all).toFixed(1)} %` }
}
