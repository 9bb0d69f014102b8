import { failure } from './catalogue.ts'
import { causeChain } from './cause-chain.ts'
import { Failure } from './failure.ts'

/** The reason of the signal that ends a run (SIGINT, SIGTERM, SIGHUP). */
export function cancelled(): Failure {
  return failure('cancelled', 'The run was cancelled before it finished.')
}

/** Any thrown value → Failure. Quotes only the message of an unknown error: the object itself may contain a secret. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (error instanceof Error && error.name === 'AbortError') return cancelled()
  return failure('internal', `Unexpected error (a bug in this action): ${causeChain(error)[0] ?? 'no error'}.`, {
    error,
  })
}
