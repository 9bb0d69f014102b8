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
 * What takes longest, first. Files that mostly wait take turns with files that need the processor. In a fresh clone vitest
 * knows only the sizes of the files.
 */
const longest = [
  ...alone,
  'faults-at-changes',
  'e2e/security',
  'redis/relay',
  'e2e/cancel',
  'runs/upgrade',
  'faults-at-setup',
  'e2e/snapshots',
  'redis/connect',
  'files-to-touch',
  'runs/redis-faults',
  'e2e/page',
  'e2e/faults',
  'runs/remove',
  'e2e/setup',
  'runs/rotate',
  'runs/context',
  'integration/wild',
  'e2e/proxy',
  'runs/races',
  'runs/maintenance',
  'redis/hostile',
  'runs/fleet',
  'redis/pair',
  'e2e/dyno',
  'redis/commands',
  'runs/setup',
  'e2e/process',
  'redis/who-answers',
  'checks/trend-series',
  'integration/faults.test',
  'runs/live-url',
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
    maxWorkers: 6,
    sequence: { sequencer: LongFirst },
    // GitHub's validator imports JSON in a way that Node.js does not support.
    server: { deps: { inline: [/@actions\/(languageservice|workflow-parser|expressions)/] } },
    projects: [
      project('unit', 60_000, unit),
      // With the end-to-end tests, because a worker cannot change its project.
      project('integration', 600_000, { include: ['test/{integration,e2e}/**/*.test.ts'], exclude: alone }),
      project('alone', 600_000, { include: alone, isolate: true }),
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
