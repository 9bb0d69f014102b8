import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { databaseConfigOf, databaseInfoOf, dataWaitOf } from '../../../src/heroku/database.ts'
import { maintenanceOf, maintenancesOf } from '../../../src/heroku/maintenances.ts'
import {
  addonOf,
  appInfoOf,
  appRefOf,
  attachmentOf,
  configVarsOf,
  couplingOf,
  dynoOf,
  logSessionOf,
  pipelineOf,
  planOf,
  releaseOf,
  releasesOf,
} from '../../../src/heroku/resources.ts'
import { statusOf } from '../../../src/heroku/status.ts'
import { ShapeError } from '../../../src/heroku/decode.ts'
import { isTransient, refused } from '../../../src/heroku/errors.ts'
import { retryAfter } from '../../../src/heroku/response-headers.ts'

const request = { request: 'POST /apps/a/addons', requestId: 'r-1', fallback: 'provision-failed' } as const

describe("Heroku's refusals", () => {
  test.each([
    [401, { id: 'unauthorized', message: 'Invalid credentials provided.' }, 'heroku-unauthorized'],
    [402, { id: 'delinquent', message: 'x' }, 'payment-required'],
    [422, { id: 'verification_required', message: 'x' }, 'payment-required'],
    [422, { id: 'invalid_params', message: 'Please verify your account' }, 'payment-required'],
    [403, { id: 'forbidden', message: 'x' }, 'heroku-forbidden'],
    [403, { id: 'suspended', message: 'x' }, 'heroku-forbidden'],
    [403, { id: 'two_factor', message: 'x' }, 'two-factor-required'],
    [412, {}, 'two-factor-required'],
    [404, { id: 'not_found', resource: 'app', message: "Couldn't find that app." }, 'app-not-found'],
    [404, { id: 'not_found', resource: 'addon', message: 'x' }, 'provision-failed'],
    [
      422,
      { id: 'invalid_params', message: 'Couldn\'t find either the add-on service or the add-on plan of "x".' },
      'plan-not-found',
    ],
    [422, { id: 'invalid_params', message: 'Cannot overwrite attachment values REDIS_URL' }, 'config-conflict'],
    [423, { id: 'confirmation_required', message: 'x' }, 'confirmation-required'],
    [400, { id: 'confirmation_required', message: 'x' }, 'confirmation-required'],
    [400, { id: 'bad_request', message: 'x' }, 'provision-failed'],
    [409, { id: 'conflict', message: 'x' }, 'heroku-unavailable'],
    [429, { id: 'rate_limit', message: 'x' }, 'rate-limited'],
    [423, { id: 'locked', message: 'x' }, 'heroku-unavailable'],
    [423, { id: 'resource_locked' }, 'heroku-unavailable'],
    [422, { message: 'Another add-on is being provisioned.' }, 'heroku-unavailable'],
    [402, { id: 'anything', message: 'x' }, 'payment-required'],
    [422, { id: 'verification_needed' }, 'payment-required'],
    [403, { id: 'forbidden', message: 'The API key has expired.' }, 'heroku-unauthorized'],
    [403, { id: 'forbidden', error: 'This token was revoked.' }, 'heroku-unauthorized'],
    [403, { id: 'forbidden', message: 'You do not have access to the app X.' }, 'heroku-forbidden'],
    [422, { message: 'hobby-dev is no longer available.' }, 'plan-not-found'],
    [422, { message: 'That plan is only available to selected customers.' }, 'plan-not-found'],
    [422, { message: 'This plan cannot be used in a Private Space.' }, 'provision-failed'],
    [422, { id: 'multiple_matches', message: 'Ambiguous identifier' }, 'addon-ambiguous'],
    [410, { id: 'gone', message: 'The requested resource is no longer available.' }, 'provision-failed'],
    [416, { id: 'requested_range_not_satisfiable' }, 'provision-failed'],
    [404, { id: 'not_found', resource: 'add_on', message: "Couldn't find that add-on." }, 'provision-failed'],
    [503, undefined, 'heroku-unavailable'],
    [503, { id: 'unavailable', message: 'x' }, 'heroku-unavailable'],
    [302, undefined, 'heroku-unavailable'],
  ])('%i %j means %s', (status, body, reason) => {
    const failure = refused({ ...request, status, body })
    expect(failure.reason).toBe(reason)
    expect(failure.message).toContain(`POST /apps/a/addons with ${status}`)
    expect(failure.explanation.requestId).toBe('r-1')
    expect(failure.explanation.remedy).not.toBe('')
  })

  test('only what may pass is tried again', () => {
    const transient = (status: number) => isTransient({ status, meaning: undefined })
    expect([301, 400, 401, 404, 409, 422, 429, 500, 503].filter(transient)).toEqual([409, 429, 500, 503])
  })

  test('a failure of the provider is not a fault of the plan', () => {
    const message = 'An error was encountered when contacting the add-on partner to create heroku-redis:premium-0.'
    const failure = refused({ ...request, status: 422, body: { id: 'provider_error', message } })
    expect(failure).toMatchObject({
      reason: 'provision-failed',
      explanation: { remedy: expect.stringMatching(/^Run again/) as string },
    })
  })

  test.each([
    ['confirmation_required', 423, 'REDIS is taken.', 'name-taken', /replace|attachment/],
    [
      'confirmation_required',
      423,
      'This add-on is not automatically networked with this Private Space.',
      'private-space',
      /private- or shield-/,
    ],
    ['invalid_params', 422, 'This plan cannot be used in a Private Space.', 'private-space', /private- or shield-/],
    ['invalid_params', 422, 'That add-on plan is only available to select users.', 'not-for-sale', /another plan/],
    ['locked', 423, 'The app is locked.', 'busy', /one workflow at a time/],
    ['invalid_params', 422, 'Cannot overwrite attachment values REDIS_URL.', 'attachment-owned', /prefix/],
  ] as const)('%s (%i, "%s") means %s, with advice that fits', (id, status, message, meaning, advice) => {
    const failure = refused({ ...request, status, body: { id, message } })
    expect(failure).toMatchObject({ meaning, status, id, words: message.replace(/\.$/, '') })
    const { cause, remedy } = failure.explanation
    expect(`${cause} ${remedy}`).toMatch(advice)
    if (meaning === 'private-space') expect(`${cause} ${remedy}`).not.toMatch(/replace|detach|name/)
  })

  test('no refusal sends anybody to the status page, and no advice has a gap', () => {
    const reasons = [
      'heroku-unavailable',
      'config-conflict',
      'provision-failed',
      'plan-change-failed',
      'upgrade-failed',
      'rotation-failed',
      'maintenance',
      'settings',
    ] as const
    for (const status of [400, 401, 402, 403, 404, 410, 412, 416, 418, 422, 423]) {
      for (const fallback of reasons) {
        const { cause, remedy } = refused({ ...request, fallback, status, body: { id: 'x', message: 'y' } }).explanation
        expect(remedy).not.toMatch(/status\.heroku\.com|<[a-z-]+>/)
        expect(cause).not.toBe('')
      }
    }
  })

  test("the caller's own advice is given where Heroku says nothing more precise", () => {
    const advice = { cause: 'No team.', remedy: 'Look.' }
    expect(refused({ ...request, status: 404, body: {}, advice }).explanation).toMatchObject(advice)
    expect(refused({ ...request, status: 402, body: {}, advice }).explanation).not.toMatchObject(advice)
  })

  test("Heroku's words cannot pass for ours", () => {
    const body = { id: 'x\n::error::y', message: `a\r\n::set-output name=x::${'b'.repeat(1_000)}` }
    const { message } = refused({ ...request, status: 422, body })
    expect(message).not.toMatch(/[\r\n]/)
    expect(message.length).toBeLessThan(500)
  })
})

test.each([
  ['5', 5_000],
  ['0', 0],
  ['120', 30_000],
  ['1700000010', 10_000],
  ['1600000000', 0],
  ['Tue, 14 Nov 2023 22:13:25 GMT', 5_000],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After: %s is %s ms', (header, ms) => {
  expect(retryAfter(header, 1_700_000_000_000)).toBe(ms)
})

test('whatever Heroku answers is read or refused by its place, never a crash, never a value repeated', () => {
  const readers = [
    addonOf,
    appInfoOf,
    appRefOf,
    attachmentOf,
    configVarsOf,
    couplingOf,
    databaseConfigOf,
    databaseInfoOf,
    dataWaitOf,
    dynoOf,
    logSessionOf,
    maintenanceOf,
    maintenancesOf,
    pipelineOf,
    planOf,
    releaseOf,
    releasesOf,
    statusOf,
  ]
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      for (const reader of readers) {
        try {
          reader(json, 'it')
        } catch (error) {
          expect(error).toBeInstanceOf(ShapeError)
        }
      }
    }),
    { numRuns: 500 },
  )
  expect(() => configVarsOf({ PASSWORD: ['s3cret'] })).toThrow(/^config var PASSWORD is not text$/)
})
