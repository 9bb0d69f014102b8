import { defineConfig } from 'vitest/config'

const project = (name: string, testTimeout: number) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: 60_000 },
})

export default defineConfig({
  test: {
    // GitHub's own validator imports JSON in a way that plain Node refuses.
    server: { deps: { inline: [/@actions\/(languageservice|workflow-parser|expressions)/] } },
    projects: [project('unit', 20_000), project('integration', 60_000), project('e2e', 120_000)],
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text-summary', 'html'] },
  },
})
