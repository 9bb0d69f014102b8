/** A publicly recorded refusal of Heroku. */
export interface Refusal {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /**
   * Sent as JSON. In its texts, `my-app` is the app of the request's path; `%{token}`, `%{body}` and `%{body:NAME}`
   * are what the request sent, `%{config:NAME}` is a config var of the app.
   */
  readonly body?: Readonly<Record<string, unknown>>
  /** Sent unchanged instead of `body`. */
  readonly raw?: string
  /** Content type of `raw`. */
  readonly type?: string
}

export interface RecordedRefusal extends Refusal {
  /** What it answers: a creation, anything that reads, or a PATCH of config vars. */
  readonly when: 'GET' | 'POST' | 'PATCH-CONFIG'
  /** The requested plan, if the message names it. */
  readonly plan?: string
  /** Correct failure reasons. */
  readonly reasons: readonly string[]
  /** Part of Heroku's message that must be shown. */
  readonly says?: string
  /** Texts that must not appear. */
  readonly notAbout?: readonly string[]
  readonly source: string
}

/** By name, for the `refuse` fault. */
export const refusals = {
  'private-space-confirm': {
    when: 'POST',
    status: 423,
    headers: { 'x-confirmation-required': 'my-app' },
    body: {
      id: 'confirmation_required',
      message: 'This add-on is not automatically networked with this Private Space. ',
    },
    reasons: ['confirmation-required'],
    notAbout: ['name is taken', 'replace an attachment'],
    source:
      'heroku/cli, test/unit/commands/addons/create.unit.test.ts:306; issues/328; terraform-provider-heroku pull/32, /335 (2026)',
  },
  'destroy-style-confirm-400': {
    when: 'POST',
    status: 400,
    body: { id: 'confirmation_required' },
    reasons: ['confirmation-required'],
    source: 'heroku/cli, test/unit/commands (reply(400, {id: "confirmation_required"})) (2026)',
  },
  'two-factor': {
    when: 'GET',
    status: 403,
    headers: { 'heroku-two-factor-required': 'true' },
    body: {
      id: 'two_factor',
      message:
        'A second authentication factor or pre-authorization is required for this request. Your account has either two-factor or a YubiKey registered.',
      url: 'https://devcenter.heroku.com/articles/two-factor-authentication',
    },
    reasons: ['two-factor-required'],
    source: 'atmos/escobar, spec/fixtures/api.heroku.com/failed-2fa.json (2017)',
  },
  'two-factor-bare': {
    when: 'GET',
    status: 403,
    body: { app: { name: 'my-app' }, id: 'two_factor' },
    reasons: ['two-factor-required'],
    source: 'heroku/heroku-cli-command, test/api-client.test.ts:804 (2026)',
  },
  'two-factor-401': {
    when: 'GET',
    status: 401,
    body: {
      id: 'two_factor',
      message: 'A second authentication factor or pre-authorization is required for this request.',
    },
    reasons: ['two-factor-required'],
    source: 'atmos/escobar, spec/lib/escobar/heroku/client_spec.rb:30 (2017)',
  },
  'verify-account-2016': {
    when: 'POST',
    status: 402,
    body: {
      id: 'verification_required',
      message:
        'Please verify your account to install this add-on plan (please enter a credit card) For more information, see https://devcenter.heroku.com/categories/billing Verify now at https://heroku.com/verify',
    },
    reasons: ['payment-required'],
    source: 'mhoofman/wordpress-heroku, issues/120 and many; status as in Dev Center (2016)',
  },
  'verify-account-422': {
    when: 'POST',
    status: 422,
    body: {
      id: 'verification_needed',
      message:
        'Please verify your account to install this add-on plan (please enter a credit card) For more information, see https://devcenter.heroku.com/categories/billing Verify now at https://heroku.com/verify',
    },
    reasons: ['payment-required'],
    source:
      'Dev Center error table as quoted at forum.shakacode.com/t/understanding-heroku-api-errors/2186, 422 verification_needed (2021)',
  },
  'verify-account-2025': {
    when: 'POST',
    status: 422,
    body: {
      id: 'verification_required',
      message:
        'To create an add-on, verify your account by adding payment information. Verify now at https://heroku.com/verify Learn more at https://devcenter.heroku.com/articles/account-verification',
    },
    reasons: ['payment-required'],
    source: 'Gunthersuper/steam-idle-bot, issues/12 ("Error ID: verification_required"; there for an app) (2025)',
  },
  'not-permitted-addon': {
    when: 'POST',
    status: 403,
    body: {
      id: 'forbidden',
      message:
        'The account "user@example.com" is not permitted to install the rediscloud add-on at this time. If you believe this is an error please contact support and reference ID 5de2681b-69bc-4a89-826f-b55bd07114ed when opening an ticket.',
    },
    reasons: ['heroku-forbidden', 'provision-failed'],
    source: 'etewiah/property_web_builder, issues/51 (status not shown there) (2018)',
  },
  'no-access-to-app': {
    when: 'GET',
    status: 403,
    body: { id: 'forbidden', message: 'You do not have access to the app my-app.' },
    reasons: ['heroku-forbidden', 'app-not-found'],
    source: 'IIC2143/Syllabus-2022-1, issues/69 ("Error ID: forbidden") (2022)',
  },
  'no-access-to-app-old-body': {
    when: 'GET',
    status: 403,
    body: { id: 'forbidden', error: 'You do not have access to the app my-app.' },
    reasons: ['heroku-forbidden', 'app-not-found'],
    says: 'You do not have access to the app',
    source: 'mattpolito/paratrooper, issues/71 (2014)',
  },
  'need-deploy-permission': {
    when: 'GET',
    status: 403,
    body: {
      id: 'forbidden',
      message:
        'You do not have permission to view addon resources on my-app. You need to have the deploy or operate permission on this app.',
    },
    reasons: ['heroku-forbidden'],
    source: 'g5search/devops-access, issues/105 (2019)',
  },
  'app-not-found': {
    when: 'GET',
    status: 404,
    body: { resource: 'app', id: 'not_found', message: "Couldn't find that app." },
    reasons: ['app-not-found'],
    source: 'heroku/cli, several (2026)',
  },
  'plan-unknown': {
    when: 'POST',
    status: 422,
    body: {
      id: 'invalid_params',
      message: 'Couldn\'t find either the add-on service or the add-on plan of "heroku-redis:premium-99".',
    },
    reasons: ['plan-not-found'],
    source:
      'heroku/cli, test/unit/commands/addons/upgrade.unit.test.ts:170; davidjameshowell/vaultwarden_heroku issues/42 (2024)',
  },
  'plan-unknown-no-id': {
    when: 'POST',
    status: 422,
    body: { message: 'Couldn\'t find either the add-on service or the add-on plan of "heroku-redis:premium-99".' },
    reasons: ['plan-not-found'],
    source: 'heroku/cli, test/unit/commands/addons/upgrade.unit.test.ts:170 (2026)',
  },
  'plan-retired-2022': {
    when: 'POST',
    plan: 'hobby-dev',
    status: 422,
    body: {
      id: 'invalid_params',
      message: 'The heroku-redis:hobby-dev plan is no longer available. Choose a different plan.',
    },
    reasons: ['plan-not-found'],
    source: 'ProgressiveCoders/Spoke, issues/2245 (words; status and id not shown) (2022)',
  },
  'plan-select-users': {
    when: 'POST',
    status: 422,
    body: { id: 'invalid_params', message: 'That add-on plan is only available to select users.' },
    reasons: ['plan-not-found', 'provision-failed', 'heroku-forbidden'],
    notAbout: ['does not exist'],
    source: 'heroku/discussion, issues/9; oortcloud/heroku-buildpack-meteorite issues/59 (2015)',
  },
  'vendor-down': {
    when: 'POST',
    status: 503,
    body: { id: 'service_unavailable', message: 'Could not communicate with vendor, please try again later' },
    reasons: ['heroku-unavailable', 'provision-failed'],
    source: 'heroku/heroku-fork, issues/10; cobyism/ghost-on-heroku issues/59 (words; status not shown) (2015)',
  },
  'partner-error-422': {
    when: 'POST',
    status: 422,
    body: {
      id: 'provider_error',
      message:
        "An error was encountered when contacting the add-on partner to create heroku-redis:premium-0: local variable 'a' referenced before assignment.",
    },
    reasons: ['provision-failed', 'heroku-unavailable'],
    source: 'cobyism/ghost-on-heroku, issues/165 (words; status and id not shown) (2019)',
  },
  'unavailable-2017': {
    when: 'GET',
    status: 503,
    body: { id: 'unavailable', message: 'Could not complete the action. Please try again later.' },
    reasons: ['heroku-unavailable'],
    source: 'heroku/node-heroku-client, issues/81 (2017)',
  },
  'unavailable-2022': {
    when: 'POST',
    status: 503,
    body: { id: 'service_unavailable', message: 'Service temporarily unavailable. Please try again later.' },
    reasons: ['heroku-unavailable'],
    source: 'bors-ng/bors-ng, issues/1494 (2022)',
  },
  'html-503': {
    when: 'GET',
    status: 503,
    raw: '<!DOCTYPE html>\n<html>\n  <head>\n    <meta name="viewport" content="width=device-width, initial-scale=1">\n    <meta charset="utf-8">\n    <title>Application Error</title>\n  </head>\n  <body>\n    <iframe src="//www.herokucdn.com/error-pages/application-error.html"></iframe>\n  </body>\n</html>',
    type: 'text/html',
    reasons: ['heroku-unavailable'],
    source: 'AkhileshNS/heroku-deploy, issues/64 (2021)',
  },
  'rate-limit-2012': {
    when: 'GET',
    status: 429,
    headers: { 'retry-after': '1353003093', 'x-ratelimit-limit': '486' },
    body: { error: 'Your account reached the API rate limit\nPlease wait a few minutes before making new requests' },
    reasons: ['rate-limited'],
    says: 'reached the API rate limit',
    source: 'lostboy/workless, issues/33 (2012)',
  },
  'rate-limit': {
    when: 'GET',
    status: 429,
    body: {
      id: 'rate_limit',
      message: 'Your account reached the API rate limit\nPlease wait a few minutes before making new requests',
    },
    reasons: ['rate-limited'],
    source: 'heroku/hatchet, lib/hatchet/git_app.rb:16 (words); Dev Center (id) (2026)',
  },
  unauthorized: {
    when: 'GET',
    status: 401,
    body: { id: 'unauthorized', message: 'Invalid credentials provided.' },
    reasons: ['heroku-unauthorized'],
    source: 'Dev Center (2026)',
  },
  'unauthorized-old-body': {
    when: 'GET',
    status: 401,
    body: {
      id: 'unauthorized',
      error:
        'There were no credentials in your `Authorization` header. Try `Authorization: Bearer <OAuth access token>` or `Authorization: Basic <base64-encoded email + ":" + password>`.',
    },
    reasons: ['heroku-unauthorized'],
    says: 'There were no credentials',
    source: 'atmos/hubot-deploy-heroku, test/cassettes/heroku_account.coffee (2014)',
  },
  suspended: {
    when: 'GET',
    status: 403,
    body: { id: 'suspended', message: 'Account has been suspended.' },
    reasons: ['heroku-forbidden', 'payment-required'],
    source: 'Dev Center, 403 suspended (2026)',
  },
  'suspended-addon': {
    when: 'POST',
    status: 403,
    body: { id: 'forbidden', message: 'Cannot delete a suspended addon' },
    reasons: ['heroku-forbidden'],
    source: 'heroku/cli, test/unit/commands/addons/destroy.unit.test.ts (2026)',
  },
  delinquent: {
    when: 'POST',
    status: 402,
    body: { id: 'delinquent', message: 'This account is delinquent with payment.' },
    reasons: ['payment-required'],
    source: 'Dev Center, 402 delinquent; heroku/legacy-cli pull/903 (2026)',
  },
  gone: {
    when: 'GET',
    status: 410,
    body: { id: 'gone', message: 'The requested resource is no longer available.' },
    reasons: ['heroku-unavailable'],
    source: 'Dev Center, 410 gone (2026)',
  },
  ambiguous: {
    when: 'POST',
    status: 422,
    body: {
      id: 'multiple_matches',
      message:
        'Ambiguous identifier; multiple matching add-ons found: my_addon1 (my_service), my_addon2 (my_service_2).',
    },
    reasons: ['addon-ambiguous', 'provision-failed'],
    source: 'heroku/legacy-cli, spec/heroku/command/addons_spec.rb:742 (2015)',
  },
  'enterprise-plans-only': {
    when: 'POST',
    status: 422,
    body: { id: 'invalid_params', message: 'Heroku Enterprise accounts only support professional and private dynos.' },
    reasons: ['provision-failed'],
    source: 'ToolJet/ToolJet, issues/228 (there for dynos) (2021)',
  },
  'attachment-values': {
    when: 'PATCH-CONFIG',
    status: 422,
    body: { id: 'invalid_params', message: 'Cannot overwrite attachment values REDIS_WRITER_HOST.' },
    reasons: ['config-conflict'],
    source: 'xavdid/heroku-config, issues/32 (2023)',
  },
  'patch-in-release': {
    when: 'PATCH-CONFIG',
    status: 409,
    body: { id: 'conflict', message: 'Another release is in progress.' },
    reasons: ['heroku-unavailable'],
    source: 'Dev Center, 409 conflict (words made up) (2026)',
  },
  'name-taken': {
    when: 'POST',
    status: 423,
    headers: { 'x-confirmation-required': 'my-app' },
    body: {
      id: 'confirmation_required',
      message: 'REDIS is already in use on my-app. Confirm with its name to replace it.',
    },
    reasons: ['confirmation-required'],
    source: 'heroku/cli, src/lib/addons/create_addon.ts (id); words made up (2026)',
  },
  'another-being-provisioned': {
    when: 'POST',
    status: 422,
    body: {
      id: 'invalid_params',
      message: 'Another add-on is being provisioned for this app. Please try again when it is ready.',
    },
    reasons: ['provision-failed'],
    source: 'heroku/terraform-provider-heroku, resource_heroku_addon.go (one at a time per app); words made up (2026)',
  },
  locked: {
    when: 'POST',
    status: 423,
    body: { id: 'locked', message: 'This app is locked by another operation. Please try again in a moment.' },
    reasons: ['heroku-unavailable'],
    source: 'Dev Center, (words made up) (2026)',
  },
  'config-too-large': {
    when: 'PATCH-CONFIG',
    status: 422,
    body: { id: 'invalid_params', message: 'Config vars for this app exceed 64kb.' },
    reasons: ['input-invalid', 'config-conflict'],
    notAbout: ['attachment'],
    source: 'Dev Center, config-vars, limits (words made up) (2026)',
  },
  'secret-repeated': {
    when: 'PATCH-CONFIG',
    status: 422,
    body: { id: 'invalid_params', message: 'Invalid request: %{body}' },
    reasons: ['config-conflict'],
    source: '(made up), an error text that repeats what was sent (2026)',
  },
} as const satisfies Record<string, RecordedRefusal>

export type RefusalName = keyof typeof refusals

export const refusalNames = Object.keys(refusals) as readonly RefusalName[]
