/** Where Heroku's APIs are: origins without a trailing slash. */
export interface HerokuHosts {
  /** Platform API: `https://api.heroku.com`. */
  readonly apiUrl: string
  /** Data API: `https://api.data.heroku.com`. */
  readonly dataUrl: string
  /** `https://status.heroku.com`; never receives the token. */
  readonly statusUrl: string
}
