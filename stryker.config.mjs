/** What `npm run mutate` hands to Stryker; which files are mutated stands in scripts/mutate.mjs. */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutate.config.ts' },
  // Stryker does not read TypeScript's configuration since TypeScript 7; there is nothing in it that it needs.
  tsconfigFile: 'none',
  coverageAnalysis: 'perTest',
  // A mutant in a table at the top of a module would need all modules to be loaded again, and every test. What runs in a
  // `describe` or in `beforeAll` counts as static as well: tests must call the code themselves or in `beforeEach`.
  ignoreStatic: true,
  concurrency: 1,
  // A slow machine must not turn a survivor into a time-out.
  timeoutMS: 10_000,
  tempDirName: '.stryker-tmp',
  reporters: ['json', 'html', 'progress-append-only'],
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  htmlReporter: { fileName: 'reports/mutation/mutation.html' },
  ignorePatterns: ['/coverage', '/reports', '/bench', '/.demo'],
}
