import { defineConfig } from 'vitest/config'
import { BaseSequencer } from 'vitest/node'
import type { PoolOptions, TestSpecification } from 'vitest/node'
import { WarmWorker } from './test/support/warm-worker.ts'

/** Folders of unit tests that must notice the mutants; see scripts/mutate.mjs. */
const folders = (process.env['MUTATE_TESTS'] ?? '').split(',')

/** The first test that fails ends a run, so what takes long comes last. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const slow = /(?:properties|schema|api|fleet|recordings)\.test\.ts$/
    const isSlow = ({ moduleId }: TestSpecification): number => (slow.test(moduleId) ? 1 : 0)
    return files.toSorted((a, b) => isSlow(a) - isSlow(b))
  }
}

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
    exclude: [
      // The page is not mutated, and its tests take longer than all others.
      'test/unit/report/page/**',
      // Thousands of runs: a mutant that keeps all of them, or an endless loop, would take a minute each.
      'test/unit/history/*long-run.test.ts',
    ],
    globalSetup: 'test/support/fuzz-seed.ts',
    setupFiles: 'test/support/fuzz.ts',
    testTimeout: 60_000,
    isolate: false,
    sequence: { sequencer: QuickFirst },
  },
})
