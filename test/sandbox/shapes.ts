/**
 * Variations of the answers, all of them observed on the real Heroku. Values named
 * `…Reads` count requests, not time: that many answers still show the old state.
 * They apply to later changes only: create the add-ons of a test first, then call `configure`.
 */
export interface Shapes {
  /**
   * `GET /apps/{app}/addons` also lists add-ons of other apps that are attached to this one, with the owner's config
   * var names (heroku/legacy-cli, lib/heroku/helpers/addons/display.rb).
   */
  listForeignAddons: boolean
  /** Answer to `POST /apps/{app}/addons`: 200 and 201 were both recorded. */
  addonPostStatus: 200 | 201
  /** Answer to `PATCH /apps/{app}/addons/{addon}`: 200 and 201 were both recorded. */
  addonPatchStatus: 200 | 201
  /** `Request-Id` of an answer is a list of four ids including the one that was sent. */
  requestIdList: boolean
  /** Sent as `Warning-Message` with every answer. */
  warningMessage: string
  /** Where the data API puts the text of a refusal. */
  dataErrorField: 'message' | 'error'
  /** Reads of an add-on (alone or in a list) for which it stays `provisioning`. */
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
  /** Reads of an add-on that still show the old plan after a plan change. */
  planLagReads: number
  /** Reads that show a removed add-on as `deprovisioning` before 404. 0: `deprovisioned` at once. */
  deprovisionReads: number
  /** Answers to `PATCH /apps/{app}/config-vars` that lack the variables of attachments. */
  patchAnswersWithoutUrls: number
  /** The old server keeps running after a failover, maintenance, upgrade, or plan change with `planChangeMoves`. */
  oldServerStays: boolean
}

export const usualShapes: Shapes = {
  listForeignAddons: true,
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
