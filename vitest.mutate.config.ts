import { defineConfig } from 'vitest/config'
import type { PoolOptions } from 'vitest/node'
import { WarmWorker } from './test/support/warm-worker.ts'

/** The unit tests of the code that is mutated, without those that start processes or read the repository. */
const rooms = [
  'checks',
  'failure',
  'heroku',
  'history',
  'inputs',
  'redis',
  'report',
  'runner',
  'state',
  'steps',
  'utils',
]

const warm = { name: 'warm', createPoolWorker: (options: PoolOptions) => new WarmWorker(options) }

export default defineConfig({
  logLevel: 'error',
  plugins: [
    {
      name: 'warm-worker',
      // Stryker sets the pool itself; this is the place that comes after it.
      configureVitest: ({ project }) => void Object.assign(project.config, { pool: warm.name, poolRunner: warm }),
    },
  ],
  test: {
    include: rooms.map((room) => `test/unit/${room}/**/*.test.ts`),
    exclude: ['test/unit/report/page/**'],
    globalSetup: 'test/support/fuzz-seed.ts',
    setupFiles: 'test/support/fuzz.ts',
    testTimeout: 60_000,
    isolate: false,
  },
})
