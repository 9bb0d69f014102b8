import type { Attempt } from '../heroku/call.ts'
import { askOnce } from './ask-once.ts'
import type { StepContext } from './context.ts'

interface Removal {
  /** For the report when no answer comes: `asked Heroku to remove it`. */
  readonly request: string
  readonly ask: () => Promise<Attempt<unknown>>
  /** Whether it is gone, or going. */
  readonly isDone: () => Promise<boolean>
}

/**
 * Removes what can be gone already. `gone before`: Heroku had no such thing when it was first asked.
 * @throws HerokuFailure it was refused, and is still there
 */
export async function removeOnce(
  { request, ask, isDone }: Removal,
  context: StepContext,
): Promise<'done' | 'gone before'> {
  let doubt = false
  const outcome = await askOnce<unknown, 'done' | 'gone before'>(
    {
      request,
      ask,
      look: async (refusal) => {
        if (refusal.status === 404) return doubt ? 'done' : 'gone before'
        doubt ||= refusal.outcome === 'unknown'
        // What cannot be seen is asked for again: nothing is removed twice.
        return (await isDone().catch(() => false)) ? 'done' : undefined
      },
    },
    context,
  )
  return outcome.kind === 'found' ? outcome.value : 'done'
}
