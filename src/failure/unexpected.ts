import { failure } from './catalogue.ts'
import { Failure } from './failure.ts'
import { causeChain } from '../report/failed.ts'

/** Anything that is no failure of ours is a bug: told by its own cause chain, never printed as the object it is. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  const what = `Something went wrong that should not: this is a bug in the action (${causeChain(error)[0] ?? 'no error'}).`
  return failure('internal', what, { error })
}
