import fc from 'fast-check'
import { inject } from 'vitest'

// For a mutant it is enough that a property fails: the smallest example is for people.
const mutated = process.env['MUTATE_TESTS'] === undefined ? {} : { endOnFailure: true, numRuns: 50 }

fc.configureGlobal({ seed: inject('fuzzSeed'), ...mutated })
