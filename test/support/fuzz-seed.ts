import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    fuzzSeed: number
  }
}

/** One seed for all properties of a run, printed so that FUZZ_SEED can repeat the run exactly. */
export default function setup({ provide }: TestProject): void {
  const given = Number(process.env['FUZZ_SEED'])
  const seed = Number.isSafeInteger(given) && process.env['FUZZ_SEED'] ? given : Math.floor(Math.random() * 2 ** 31)
  console.log(`fuzz seed ${seed} (FUZZ_SEED=${seed} repeats it)`)
  provide('fuzzSeed', seed)
}
