import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const project = (name: string, testTimeout: number, extra: object = {}) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout,
    hookTimeout: 300_000,
    // Loading the modules again for each file takes a minute in all.
    isolate: false,
    sequence: { groupOrder: 1 },
    ...extra,
  },
})

const unit = {
  // These need the processor all the time: more workers only load the modules more often.
  maxWorkers: availableParallelism(),
  sequence: { groupOrder: 0 },
  // The property tests are unit tests; their seed is printed so that a failed run can be repeated.
  globalSetup: 'test/support/fuzz-seed.ts',
  setupFiles: 'test/support/fuzz.ts',
}

/** These replace modules, or trust another authority in the whole process: no other file may run in theirs. */
const alone = ['descriptors', 'rendezvous-proxy', 'runs/dyno'].map((name) => `test/integration/${name}.test.ts`)

/**
 * What takes longest, first, project by project, because a worker cannot change to another one. In a fresh clone vitest
 * knows only the sizes of the files.
 */
const longest = [
  ...alone,
  'e2e/security',
  'e2e/snapshots',
  'e2e/cancel',
  'e2e/page',
  'e2e/faults',
  'e2e/setup',
  'e2e/',
  'redis/relay',
  'faults-at-changes',
  'runs/upgrade',
  'files-to-touch',
  'redis/connect',
  'runs/redis-faults',
  'faults-at-setup',
  'runs/maintenance',
  'integration/wild',
  'runs/rotate',
  'runs/live-url',
  'runs/races',
  'redis/hostile',
  'redis/pair',
  'redis/commands',
  'runs/fleet',
  'runs/remove',
  'redis/who-answers',
  'sandbox/data-api',
  'checks/trend-series',
]

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((name) => moduleId.includes(`/${name}`))
      return at === -1 ? longest.length : at
    }
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  // Vite warns about source maps that other packages do not ship.
  logLevel: 'error',
  test: {
    // Most of the other tests wait for servers.
    maxWorkers: 7,
    sequence: { sequencer: LongFirst },
    // GitHub's validator imports JSON in a way that Node.js does not support.
    server: { deps: { inline: [/@actions\/(languageservice|workflow-parser|expressions)/] } },
    projects: [
      project('unit', 60_000, unit),
      project('integration', 600_000, { exclude: alone }),
      project('alone', 600_000, { include: alone, isolate: true }),
      project('e2e', 600_000),
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // Every end-to-end test runs these few lines, but in another process, which coverage does not measure.
      exclude: ['src/index.ts'],
      reporter: ['text-summary', 'html'],
      reportOnFailure: true,
      thresholds: { branches: 95, functions: 97, lines: 98, statements: 97 },
    },
  },
})
