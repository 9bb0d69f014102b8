import type { Secret } from '../utils/secret.ts'
import { type Caller, change, get, inApp } from './calls.ts'
import type { AppInfo } from './data.ts'
import { HerokuFailure } from './errors.ts'
import { appInfoOf, type ConfigVars, configVarsOf, type ReleaseInfo, releaseOf, releasesOf } from './resources.ts'

export interface AppCalls {
  app(app: string): Promise<AppInfo>
  configVars(app: string): Promise<ConfigVars>
  /**
   * Merges; answers with the full map. `null` removes a variable. Each change makes a release, so after an answer that
   * leaves doubt the variables are read and compared before they are sent again.
   */
  setConfigVars(app: string, vars: ReadonlyMap<string, Secret | null>): Promise<ConfigVars>
  /** The newest releases first, at most ten. */
  releases(app: string): Promise<readonly ReleaseInfo[]>
  release(app: string, id: string): Promise<ReleaseInfo>
}

export function appCalls(api: Caller): AppCalls {
  const readConfig = (app: string) => api.send(get(api, inApp(app, '/config-vars'), configVarsOf))
  return {
    app: (app) => api.send(get(api, inApp(app, ''), appInfoOf, { fallback: 'app-not-found' })),
    configVars: readConfig,
    setConfigVars: (app, vars) => {
      const body = Object.fromEntries([...vars].map(([name, value]) => [name, value?.reveal() ?? null]))
      const call = change(api, ['PATCH', inApp(app, '/config-vars')], body, 'config-conflict', configVarsOf)
      return api.sendOrLook(call, async () => {
        const config = await readConfig(app)
        return isSet(vars, config) ? config : undefined
      })
    },
    releases: async (app) => {
      try {
        const headers = { range: 'version ..; order=desc,max=10' }
        return await api.send(get(api, inApp(app, '/releases'), releasesOf, { headers }))
      } catch (error) {
        // A range of an empty list can be refused: then there is no release.
        if (error instanceof HerokuFailure && error.status === 416) return []
        throw error
      }
    },
    release: (app, id) =>
      api.send(
        get(api, inApp(app, `/releases/${encodeURIComponent(id)}`), (json) => releaseOf(json, 'the release'), {
          fallback: 'release-failed',
        }),
      ),
  }
}

function isSet(vars: ReadonlyMap<string, Secret | null>, config: ConfigVars): boolean {
  return [...vars].every(([name, value]) => {
    const seen = config.get(name)
    return value === null ? seen === undefined : seen?.equals(value) === true
  })
}
