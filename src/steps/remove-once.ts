import type { Attempt } from '../heroku/call.ts'
import { askOnce } from './ask-once.ts'
import type { StepContext } from './context.ts'

interface Removal {
  /** For the report when no answer comes: `asked Heroku to remove it`. */
  readonly request: string
  readonly ask: () => Promise<Attempt<unknown>>
  /** Whether it is removed, or being removed. */
  readonly isDone: () => Promise<boolean>
}

/**
 * Removes something that may no longer exist. False: it did not exist at the first request.
 * @throws HerokuFailure it was refused, and still exists
 */
export async function removeOnce({ request, ask, isDone }: Removal, context: StepContext): Promise<boolean> {
  let doubt = false
  const outcome = await askOnce<unknown, boolean>(
    {
      request,
      ask,
      find: async (refusal) => {
        if (refusal.status === 404) return doubt
        doubt ||= refusal.outcome === 'unknown'
        // If its state is unknown, the request is repeated, because nothing can be removed twice.
        return (await isDone().catch(() => false)) || undefined
      },
    },
    context,
  )
  return outcome.kind === 'answered' || outcome.value
}
