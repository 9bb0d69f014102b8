/**
 * How the answers of this Heroku differ from the plain case. All of these were seen on the real one. Values named
 * `…Reads` count requests, not time: so many answers still show the old state, and the next one shows the new.
 * They apply to what happens after they are set: create the add-ons of a test first, then `configure`.
 */
export interface Shapes {
  /**
   * `GET /apps/{app}/addons` also lists add-ons of other apps that are attached to this one, with the owner's config
   * var names (heroku/legacy-cli, lib/heroku/helpers/addons/display.rb).
   */
  listForeignAddons: boolean
  /** A creation is refused with 422 while another add-on of the app is being provisioned. */
  oneAddonAtATime: boolean
  /** An add-on shows no `config_vars` until its config var exists (heroku/cli, create.unit.test.ts). */
  configVarsWhenReady: boolean
  /** Answer to `POST /apps/{app}/addons`: 200 and 201 were both recorded. */
  addonPostStatus: 200 | 201
  /** Answer to `PATCH /apps/{app}/addons/{addon}`: 200 and 201 were both recorded. */
  addonPatchStatus: 200 | 201
  /** `Request-Id` of an answer is a list of four ids with the one that was sent among them. */
  requestIdList: boolean
  /** Sent as `Warning-Message` with every answer. */
  warningMessage: string
  /** Where the data API puts the text of a refusal. */
  dataErrorField: 'message' | 'error'
  /** Reads of an add-on (by itself or in a list) for which it stays `provisioning`. */
  provisioningReads: number
  /** Reads of the app's lists of add-ons and of attachments, counted for each, that do not have a new add-on yet. */
  listLagReads: number
  /** Reads of a new add-on by id or name that answer 404. */
  addonLagReads: number
  /** Reads of config vars (GET or the answer to PATCH) before the add-on's new URL is in them. */
  urlLagReads: number
  /** Reads of the release list that do not have a new release yet. The first release of an app never lags. */
  releaseLagReads: number
  /** A `pending` release is already the `current` one (atmos/escobar, releases/pending.json, 2017). */
  pendingIsCurrent: boolean
  /** Reads of an add-on that still show the plan it had before a change of plan. */
  planLagReads: number
  /** Reads that show a deleted add-on as `deprovisioning` before it is gone (404). 0: `deprovisioned` at once. */
  deprovisionReads: number
  /** So many answers to `PATCH /apps/{app}/config-vars` lack the variables that attachments own. */
  patchAnswersWithoutUrls: number
  /** After a move (failover, maintenance, upgrade, or change of plan with `planChangeMoves`), the old server keeps answering. */
  oldServerStays: boolean
}

export const usualShapes: Shapes = {
  listForeignAddons: false,
  oneAddonAtATime: false,
  configVarsWhenReady: false,
  addonPostStatus: 201,
  addonPatchStatus: 201,
  requestIdList: true,
  warningMessage: '',
  dataErrorField: 'error',
  provisioningReads: 0,
  listLagReads: 0,
  addonLagReads: 0,
  urlLagReads: 0,
  releaseLagReads: 0,
  pendingIsCurrent: true,
  planLagReads: 0,
  deprovisionReads: 0,
  patchAnswersWithoutUrls: 0,
  oldServerStays: false,
}

/** What is always so on Heroku, beside the defaults: `startSandbox(asRecorded)`. */
export const asRecorded = {
  listForeignAddons: true,
  oneAddonAtATime: true,
  configVarsWhenReady: true,
} as const satisfies Partial<Shapes>
