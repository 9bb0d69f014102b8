import type { ConfigVars, HerokuApi } from '../heroku/api.ts'

/** The same API, but masks the config vars that it reads before the caller gets them. */
export function withMasking(api: HerokuApi, mask: (config: ConfigVars) => void): HerokuApi {
  const masked = async (reading: Promise<ConfigVars>): Promise<ConfigVars> => {
    const config = await reading
    mask(config)
    return config
  }
  return {
    ...api,
    configVars: (app) => masked(api.configVars(app)),
    setConfigVars: (app, vars) => masked(api.setConfigVars(app, vars)),
  }
}
