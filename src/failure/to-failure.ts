import { failure } from './catalogue.ts'
import { causeChain } from './cause-chain.ts'
import { Failure } from './failure.ts'

/** The reason of the signal that ends a run (SIGINT, SIGTERM, SIGHUP). */
export function cancelled(): Failure {
  return failure('cancelled', 'The run was cancelled before it finished.')
}

/** Every file, connection and child process needs a descriptor. Whoever wraps such an error keeps its code in the text. */
export function isOutOfDescriptors(error: unknown): boolean {
  return causeChain(error).some((line) => /\bE[MN]FILE\b/.test(line))
}

/** Not a bug, and not a fault of what could not be opened: the runner's limit. */
export function outOfDescriptors(error: unknown): Failure {
  return failure('network', 'The runner has no file descriptor left (EMFILE).', {
    cause: 'The limit on open files of the runner is lower than what this run needs at the same time.',
    remedy: 'Raise the limit (`ulimit -n 1024`), or name fewer apps in `app`.',
    error,
  })
}

/** Any thrown value → Failure. Quotes only the message of an unknown error: the object itself may contain a secret. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (error instanceof Error && error.name === 'AbortError') return cancelled()
  if (isOutOfDescriptors(error)) return outOfDescriptors(error)
  return failure('internal', `Unexpected error (a bug in this action): ${causeChain(error)[0] ?? 'no error'}.`, {
    error,
  })
}
