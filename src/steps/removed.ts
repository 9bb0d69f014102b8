import { Failure } from '../failure/failure.ts'
import type { RedisAddon } from '../state/addon.ts'
import type { StepContext } from './context.ts'

/** Whether Heroku no longer has the add-on. Always false for another app's add-on. @throws Failure */
export async function isGone(
  { id, shared }: Pick<RedisAddon, 'id' | 'shared'>,
  { api, app }: StepContext,
): Promise<boolean> {
  if (shared) return false
  try {
    return (await api.addon(app, id)).state === 'deprovisioned'
  } catch (error) {
    if (error instanceof Failure && error.reason === 'addon-missing') return true
    throw error
  }
}
