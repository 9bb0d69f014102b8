import { describe, expect, test } from 'vitest'
import type { FailureReason } from '../../../src/failure/failure.ts'
import { HerokuFailure, isTransient, refused } from '../../../src/heroku/errors.ts'
import type { ErrorBody, Meaning } from '../../../src/heroku/refusals.ts'
import { requestIdOf, retryAfter } from '../../../src/heroku/response-headers.ts'

const request = { request: 'POST /apps/a/addons', requestId: 'r-1', fallback: 'provision-failed' } as const

describe("Heroku's refusals", () => {
  const answers: readonly (readonly [
    number,
    Partial<ErrorBody>,
    FailureReason,
    string,
    (Meaning | 'none')?,
    FailureReason?,
  ])[] = [
    [429, {}, 'rate-limited', 'The account has used up'],
    [403, { id: 'rate_limit' }, 'rate-limited', 'The account has used up'],
    [412, {}, 'two-factor-required', 'The token belongs to a login'],
    [401, { id: 'two_factor' }, 'two-factor-required', 'The token belongs to a login'],
    [402, { id: 'anything', message: 'x' }, 'payment-required', 'The account or team'],
    [422, { id: 'delinquent' }, 'payment-required', 'The account or team'],
    [422, { id: 'verification_needed' }, 'payment-required', 'The account or team'],
    [422, { id: 'needs_verification_' }, 'provision-failed', 'Heroku or the provider refused the add-on'],
    [422, { message: 'Please VERIFY your account' }, 'payment-required', 'The account or team'],
    [423, { id: 'confirmation_required', message: 'X is taken.' }, 'confirmation-required', 'The step', 'name-taken'],
    [400, { id: 'confirmation_required' }, 'confirmation-required', 'The step would replace', 'name-taken'],
    [
      423,
      { id: 'confirmation_required', message: 'This is not automatically networked with the app.' },
      'confirmation-required',
      'The app runs in a Private Space',
      'private-space',
    ],
    [
      423,
      { id: 'locked', message: 'The Private Space is locked.' },
      'heroku-unavailable',
      'Heroku is working on something else of this app, which',
      'busy',
    ],
    [401, { id: 'unauthorized', message: 'No.' }, 'heroku-unauthorized', 'The token was revoked'],
    [403, { message: 'The API key has expired.' }, 'heroku-unauthorized', 'The token was revoked'],
    [403, { message: 'This token was revoked.' }, 'heroku-unauthorized', 'The token was revoked'],
    [403, { message: 'Invalid credentials provided.' }, 'heroku-unauthorized', 'The token was revoked'],
    [422, { message: 'The coupon has expired.' }, 'provision-failed', 'Heroku or the provider refused the add-on'],
    [403, { message: 'You do not have access to the app x.' }, 'heroku-forbidden', 'The name is misspelled'],
    [403, { message: "User doesn't have access to the app x." }, 'heroku-forbidden', 'The name is misspelled'],
    [422, { message: 'You do not have access to the app x.' }, 'provision-failed', 'Heroku or the provider refused'],
    [403, { id: 'suspended' }, 'heroku-forbidden', 'Heroku has suspended the account or the app'],
    [422, { id: 'suspended' }, 'provision-failed', 'Heroku or the provider refused the add-on'],
    [403, { message: 'Cannot delete a Suspended addon' }, 'heroku-forbidden', 'Heroku or the provider has suspended'],
    [422, { message: 'It is suspended.' }, 'provision-failed', 'Heroku or the provider refused the add-on'],
    [403, { message: 'You are Not permitted to install it.' }, 'heroku-forbidden', 'The provider or Heroku does not'],
    [422, { message: 'not permitted to install' }, 'provision-failed', 'Heroku or the provider refused the add-on'],
    [403, { id: 'forbidden', message: 'x' }, 'heroku-forbidden', 'The account has no access to the app or too few'],
    [404, { resource: 'app' }, 'app-not-found', 'The name is misspelled, the app was renamed'],
    [404, { message: "Couldn't find that app." }, 'app-not-found', 'The name is misspelled, the app was renamed'],
    [404, { resource: 'add_on', message: "Couldn't find that add-on." }, 'provision-failed', 'Heroku or the provider'],
    [422, { resource: 'app', message: "Couldn't find that app." }, 'provision-failed', 'Heroku or the provider'],
    [
      422,
      { message: 'That plan is only available to selected customers.' },
      'plan-not-found',
      'Heroku offers this plan to selected accounts only',
      'not-for-sale',
    ],
    [400, { message: 'only available to selected customers' }, 'provision-failed', 'Heroku or the provider refused'],
    [
      422,
      { message: 'hobby-dev is no longer available.' },
      'plan-not-found',
      'Heroku no longer offers this plan',
      'not-for-sale',
    ],
    [
      422,
      { message: 'hobby-dev is no longer offered.' },
      'plan-not-found',
      'Heroku no longer offers this plan',
      'not-for-sale',
      'plan-change-failed',
    ],
    [
      422,
      { message: 'The Plan is no longer sold.' },
      'plan-not-found',
      'Heroku no longer offers this plan',
      'not-for-sale',
      'upgrade-failed',
    ],
    [
      422,
      { message: 'Redis 5 is no longer supported.' },
      'upgrade-failed',
      'Heroku refused the',
      'none',
      'upgrade-failed',
    ],
    [
      410,
      { message: 'The plan is no longer available.' },
      'provision-failed',
      'Heroku or the provider refused the add-on',
    ],
    [
      422,
      { message: 'This plan cannot be used in a Private Space.' },
      'provision-failed',
      'The app runs in a Private Space, and this plan does not',
      'private-space',
    ],
    [
      422,
      { message: 'Not in a Private Space.' },
      'settings',
      'Heroku refused the settings for the reason it gives',
      'none',
      'settings',
    ],
    [400, { message: 'Not in a Private Space.' }, 'provision-failed', 'Heroku or the provider refused the add-on'],
    [
      422,
      { message: "Couldn't Find either the add-on service" },
      'plan-not-found',
      'The name of the plan is misspelled',
    ],
    [404, { message: 'Cannot find that add-on plan' }, 'plan-not-found', 'The name of the plan is misspelled'],
    [400, { message: 'Cannot find that add-on plan' }, 'provision-failed', 'Heroku or the provider refused the add-on'],
    [
      422,
      { message: 'Cannot overwrite Attachment values REDIS_URL' },
      'config-conflict',
      'An attachment owns the name',
      'attachment-owned',
    ],
    [400, { message: 'Bad attachment value' }, 'provision-failed', 'Heroku or the provider refused the add-on'],
    [422, { id: 'provider_error' }, 'provision-failed', 'The service of the add-on’s provider failed'],
    [422, { message: 'An error when Contacting the addon partner' }, 'provision-failed', 'The service of the add-on’s'],
    [500, { id: 'provider_error' }, 'heroku-unavailable', 'The API failed, timed out'],
    [422, { id: 'multiple_matches' }, 'addon-ambiguous', 'The app has several Redis add-ons'],
    [
      423,
      { id: 'resource_locked' },
      'heroku-unavailable',
      'Heroku is working on something else of this app, which',
      'busy',
    ],
    [
      422,
      { message: 'Another add-on is being provisioned.' },
      'heroku-unavailable',
      'Heroku is working on something else of this app, which',
      'busy',
    ],
    [500, { message: 'Another add-on is being provisioned.' }, 'heroku-unavailable', 'The API failed, timed out'],
    [409, {}, 'heroku-unavailable', 'Heroku is working on something else of this app, for example', 'busy'],
    [302, {}, 'heroku-unavailable', 'The API failed, timed out'],
    [500, {}, 'heroku-unavailable', 'The API failed, timed out'],
    [503, { id: 'unavailable' }, 'heroku-unavailable', 'The API failed, timed out'],
    [400, { id: 'bad_request' }, 'provision-failed', 'Heroku or the provider refused the add-on'],
    [499, {}, 'provision-failed', 'Heroku or the provider refused the add-on'],
  ]
  for (const [status, body, reason, cause, meaning = 'none', fallback = 'provision-failed'] of answers) {
    test(`${status} ${JSON.stringify(body)} means ${reason}: ${cause}`, () => {
      const failure = refused({ ...request, fallback, status, body })
      expect({ reason: failure.reason, meaning: failure.meaning ?? 'none' }).toEqual({ reason, meaning })
      expect(failure.explanation.cause.slice(0, cause.length)).toBe(cause)
      expect(failure.explanation.requestId).toBe('r-1')
    })
  }

  test('only what may pass is tried again', () => {
    const transient = (status: number) => isTransient({ status, meaning: undefined })
    expect([301, 400, 401, 404, 409, 422, 429, 499, 500, 503].filter(transient)).toEqual([409, 429, 500, 503])
    expect(isTransient({ status: 422, meaning: 'busy' })).toBe(true)
    expect(isTransient({ status: 422, meaning: 'name-taken' })).toBe(false)
    expect(isTransient({ status: undefined, meaning: undefined })).toBe(false)
  })

  test.each<readonly [number, unknown, string]>([
    [422, { id: 'invalid_params', message: 'Name is taken.' }, '422 invalid_params: "Name is taken"'],
    [422, { id: 'invalid_params' }, '422 invalid_params'],
    [422, { message: 'No.' }, '422: "No"'],
    [422, { error: 'Not ready' }, '422: "Not ready"'],
    [422, { message: '', error: 'Not ready' }, '422: "Not ready"'],
    [422, { message: 'No.', error: 'Not ready' }, '422: "No"'],
    [422, { id: 7, message: ['No.'], error: null }, '422'],
    [422, { id: 'x'.repeat(61), message: 'y'.repeat(301) }, `422 ${'x'.repeat(59)}…: "${'y'.repeat(299)}…"`],
    [422, 'No.', '422'],
    [503, null, '503'],
    [503, undefined, '503'],
    [300, {}, '300, a redirect, which is never followed with a token'],
    [302, { id: 'moved' }, '302 moved, a redirect, which is never followed with a token'],
    [399, {}, '399, a redirect, which is never followed with a token'],
    [400, {}, '400'],
  ])('%i %j is reported with the request and what Heroku said', (status, body, answer) => {
    expect(refused({ ...request, status, body }).message).toBe(`Heroku answered POST /apps/a/addons with ${answer}.`)
  })

  test('the number of tries is part of the sentence, and the rest of the failure stays', () => {
    const body = { id: 'locked', message: 'Wait.' }
    const failure = refused({ ...request, status: 423, body })
    expect(failure.afterTries(1).message).toBe('Heroku answered POST /apps/a/addons with 423 locked: "Wait".')
    const tried = failure.afterTries(3)
    expect(tried.message).toBe('Heroku answered POST /apps/a/addons with 423 locked: "Wait" (tried 3 times).')
    expect(tried.explanation).toEqual({ ...failure.explanation, what: tried.message })
    expect(tried).toMatchObject({ status: 423, id: 'locked', words: 'Wait', meaning: 'busy', outcome: 'refused' })
  })

  test('a failure without an answer has no words of Heroku', () => {
    const failure = new HerokuFailure(
      { reason: 'network', what: 'No. Way.', cause: '', remedy: '' },
      { outcome: 'unknown' },
    )
    expect(failure.afterTries(2)).toMatchObject({
      status: undefined,
      id: '',
      words: '',
      message: 'No. Way (tried 2 times).',
    })
  })

  test('an answer of 5xx leaves open whether the work was done, one of 4xx does not', () => {
    const outcome = (status: number) => refused({ ...request, status, body: {} }).outcome
    expect([302, 409, 499, 500, 503].map(outcome)).toEqual(['refused', 'refused', 'refused', 'unknown', 'unknown'])
  })

  test('secrets are removed before words are cut, and from no more than a megabyte of them', () => {
    const lengths: number[] = []
    const scrub = (text: string): string => {
      lengths.push(text.length)
      return text.replaceAll('s3cret', '***')
    }
    const long = `${'x'.repeat(295)} s3cret ${'y'.repeat(2 * 1024 * 1024)}`
    const id = `${'x'.repeat(50)} s3cret ${'y'.repeat(2 * 1024 * 1024)}`
    const failure = refused({ ...request, status: 422, body: { id, message: long }, scrub })
    expect(failure.id).toBe(`${'x'.repeat(50)} *** yyyy…`)
    expect(failure.words).toBe(`${'x'.repeat(295)} ***…`)
    expect(lengths).toEqual([1024 * 1024, 1024 * 1024])
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
  [' 5 ', 5_000],
  ['0', 0],
  ['0.5', 500],
  ['2.25', 2_250],
  ['120', 30_000],
  ['1000000000', 30_000],
  ['1700000010', 10_000],
  ['1700000010.5', 10_500],
  ['1600000000', 0],
  ['Tue, 14 Nov 2023 22:13:25 GMT', 5_000],
  ['Tue, 14 Nov 2023 22:13:15 GMT', 0],
  ['Tue, 14 Nov 2023 22:14:25 GMT', 30_000],
  ['5 s', undefined],
  ['soon', undefined],
  ['', undefined],
  ['  ', undefined],
  [undefined, undefined],
])('Retry-After: %j is %s ms', (header, ms) => {
  expect(retryAfter(header, 1_700_000_000_000)).toBe(ms)
})

test.each<readonly [string | readonly string[] | undefined, string]>([
  ['of-heroku', 'of-heroku'],
  [' of-heroku , ', 'of-heroku'],
  [['of-heroku'], 'of-heroku'],
  ['x'.repeat(64), 'x'.repeat(64)],
  ['x'.repeat(65), 'ours'],
  ['a.b:c-d_1', 'a.b:c-d_1'],
  ['a,b', 'ours'],
  [['a', 'b'], 'ours'],
  ['not an id', 'ours'],
  ['<id>', 'ours'],
  ['id>', 'ours'],
  ['', 'ours'],
  [undefined, 'ours'],
])('of the Request-Id %j, "%s" is quoted', (header, quoted) => {
  expect(requestIdOf(header, 'ours')).toBe(quoted)
})
