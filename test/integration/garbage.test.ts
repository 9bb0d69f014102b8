import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const memory = join(import.meta.dirname, '..', '..', 'src', 'utils', 'memory.ts')

/** The memory that V8 reserves, MB, after much garbage was made beside a few megabytes in use. */
function reserved(prepare: string): number {
  const script = `
    import { getHeapStatistics } from 'node:v8'
    import { collectGarbageSooner } from ${JSON.stringify(memory)}
    ${prepare}
    const inUse = []
    let most = 0
    for (let round = 0; round < 25; round++) {
      const open = Array.from({ length: 10_000 }, (_, index) => ({ index, text: 'x'.repeat(index % 50) + index }))
      inUse[round % 10] = open
      most = Math.max(most, getHeapStatistics().total_heap_size)
    }
    console.log(most / 1_048_576)`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  })
  expect(stderr.replaceAll(/.*(?:Warning|--trace-warnings).*\n/g, '')).toBe('')
  return Number(stdout)
}

test('a process that collects its garbage sooner needs much less memory', () => {
  expect(reserved('collectGarbageSooner()')).toBeLessThan(reserved('') * 0.5)
})
