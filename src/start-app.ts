import type { AppContext } from './app.ts'
import { isOutOfDescriptors, toFailure } from './failure/to-failure.ts'
import { failedAppResult } from './report/app-result.ts'
import type { AppResult } from './report/result.ts'
import type { StepContext } from './steps/context.ts'
import { observeApp } from './steps/observe-app.ts'
import { Progress } from './steps/progress.ts'
import { readService } from './steps/read-service.ts'
import { retry } from './utils/retry.ts'

/** Loading begins so much later than the first requests, which would otherwise leave late. */
const headStartMs = 20

/**
 * One app. Its state is read while the rest of the program, the Redis client among it, is loaded: that takes no time of
 * its own. Never rejects.
 */
export async function startApp(app: string, context: AppContext): Promise<AppResult> {
  const { inputs, log, clock } = context
  const startedAt = clock.now()
  const stepContext: StepContext = { ...context, app, settings: inputs, progress: new Progress(log) }
  const observing = log.phase(`${app}: reading current state`, async () =>
    readService(await observeApp(stepContext), stepContext),
  )
  await Promise.race([observing.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, headStartMs))])
  try {
    const { runApp } = await loadApp(context)
    return await runApp({ stepContext, observing, startedAt }, context)
  } catch (error) {
    return failedAppResult(app, inputs, toFailure(error))
  }
}

/** A file of its own in the bundle: while a fleet has all file descriptors in use, it cannot be read for a moment. */
async function loadApp({ signal, clock }: AppContext): Promise<typeof import('./app.ts')> {
  return retry(() => import('./app.ts'), {
    tries: 60,
    budgetMs: 15_000,
    delayMs: () => 250,
    shouldRetry: isOutOfDescriptors,
    signal,
    clock,
  })
}
