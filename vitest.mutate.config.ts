import { defineConfig } from 'vitest/config'
import type { PoolOptions } from 'vitest/node'
import { WarmWorker } from './test/support/warm-worker.ts'

/** Folders of unit tests that must notice the mutants; see scripts/mutate.mjs. */
const folders = (process.env['MUTATE_TESTS'] ?? '').split(',')

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
    include: folders.map((folder) => `test/unit/${folder}/**/*.test.ts`),
    exclude: ['test/unit/report/page/**'],
    globalSetup: 'test/support/fuzz-seed.ts',
    setupFiles: 'test/support/fuzz.ts',
    testTimeout: 60_000,
    isolate: false,
  },
})
