import { type Caller, change, get, inApp } from './calls.ts'
import type { Dyno, DynoOrder } from './data.ts'
import type { Attempt } from './call.ts'
import { dynoOf } from './resources.ts'

export interface DynoCalls {
  /** One try: each makes a billed dyno. `passing` with status 409: the app has no release yet. */
  tryCreateDyno(app: string, order: DynoOrder): Promise<Attempt<Dyno>>
  /** One try. `final` with `status` 404: it has ended. */
  tryDyno(app: string, id: string): Promise<Attempt<Dyno>>
  /** One try; also after the run was cancelled. `final` with `status` 404: it had ended already. */
  tryStopDyno(app: string, id: string): Promise<Attempt<void>>
}

export function dynoCalls(api: Caller): DynoCalls {
  const path = (app: string, id: string): string => inApp(app, `/dynos/${encodeURIComponent(id)}`)
  return {
    tryCreateDyno: (app, { command, timeToLiveSeconds, size }) => {
      const body = {
        command,
        attach: true,
        force_no_tty: true,
        type: 'run',
        time_to_live: timeToLiveSeconds,
        ...(size === undefined ? {} : { size }),
      }
      return api.once(change(api, ['POST', inApp(app, '/dynos')], body, 'dyno-failed', dynoOf))
    },
    tryDyno: (app, id) => api.once(get(api, path(app, id), dynoOf, { fallback: 'dyno-failed' })),
    tryStopDyno: (app, id) =>
      api.once({
        ...change(api, ['DELETE', path(app, id)], undefined, 'dyno-failed', () => undefined),
        afterCancel: true,
      }),
  }
}
