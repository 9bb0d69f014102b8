import type { FailureReason } from '../failure.ts'
import { command, type Entry, isHeroku, ownerOf, sentences, type Situation, sourceOf } from '../situation.ts'

/** Inputs, token, Heroku's API, config vars and the run itself. */
export const herokuEntries = {
  'input-invalid': {
    title: 'Invalid input',
    cause: 'A value under `with:`, or an environment variable that the action reads, is invalid.',
    remedy: 'Correct every value that is listed. Nothing was sent to Heroku or Redis.',
  },
  'token-missing': {
    title: 'No Heroku API token',
    cause:
      'Neither the `api-key` input nor HEROKU_API_KEY holds a token, and the runner has no Heroku CLI login. Workflows of forks and of Dependabot receive no secrets.',
    remedy:
      'Create a token with `heroku authorizations:create`, store it as a repository or environment secret, and pass it as `api-key`.',
  },
  'heroku-unauthorized': {
    title: 'Heroku rejected the token',
    cause: 'The token was revoked, has expired, or was not copied completely.',
    remedy: 'Create a new token with `heroku authorizations:create` and update the secret.',
  },
  'heroku-forbidden': {
    title: 'Heroku denied access',
    cause:
      'The account has no access to the app or too few permissions on it, the scope of the token is too narrow, or the app is suspended.',
    remedy: ({ mode }) =>
      mode === 'check'
        ? 'Give the account the view permission on the app, and the token the scope `read-protected`.'
        : 'Give the account the view, deploy and operate permissions on the app, and the token the scopes `read-protected,write-protected`.',
  },
  'two-factor-required': {
    title: 'Heroku asks for a second factor',
    cause: 'The token belongs to a login that needs multi-factor authentication, which a workflow cannot complete.',
    remedy:
      'Use a token from `heroku authorizations:create`, created by an account that has multi-factor authentication set up.',
  },
  'app-not-found': {
    title: 'App not found',
    cause:
      'The name is misspelled, the app was renamed or deleted, or the account that owns the token has no access to it.',
    remedy: 'Compare the `app` input with the output of `heroku apps --all` for the same account.',
  },
  'rate-limited': {
    title: 'Heroku’s rate limit is reached',
    cause: 'The account has used up its 4,500 API requests per hour. Everything that uses the account shares them.',
    remedy:
      'Run again in a few minutes. If it recurs, run schedules less often or use a separate account for this workflow.',
  },
  'heroku-unavailable': {
    title: 'Heroku’s API is not available',
    cause: 'The API failed, timed out or sent an unusable answer on every attempt.',
    remedy:
      'Check https://status.heroku.com and run again. The next run continues from the current state and never creates a second add-on.',
  },
  network: {
    title: 'The network of the runner blocks the connection',
    cause: ({ side, proxy }) =>
      side === undefined
        ? 'DNS or a proxy of the runner blocks the connection to Heroku, or the runner does not trust the certificate authority of the proxy.'
        : sentences(
            'The runner cannot resolve the host name of the Redis server.',
            proxy === true && 'It uses an HTTP proxy, and its own DNS probably knows internal names only.',
          ),
    remedy: ({ side }) =>
      side === undefined
        ? 'Check the DNS of the runner, its proxy variables (HTTPS_PROXY, NO_PROXY) and its trusted authorities (NODE_EXTRA_CA_CERTS).'
        : 'Redis connections cannot use an HTTP proxy: give the runner DNS and a direct route to the Redis port, or set `probe-from: dyno`.',
  },
  'release-failed': {
    title: 'The release failed',
    cause: 'The config vars are set, but the release phase command of the app failed. The dynos keep the old values.',
    remedy: (situation) =>
      `Read ${command('releases:output', situation, { addon: false })}, fix the command, and release again.`,
  },
  'dyno-failed': {
    title: 'The one-off dyno failed',
    cause: 'The dyno did not start, its connection broke, or the app has no dyno quota left.',
    remedy: (situation) =>
      `Check ${command('ps', situation, { addon: false })} and run again, or set \`probe-from: runner\`.`,
  },
  'confirmation-required': {
    title: 'Heroku asks for confirmation',
    cause: (situation) =>
      isHeroku(situation)
        ? 'The step would replace an attachment or a config var of the app, or the plan cannot be used in the app’s Private Space.'
        : 'The step would replace an attachment or a config var of the app.',
    remedy: (situation) =>
      `Look for the conflict with ${command('addons', situation, { addon: false })}. Remove the conflicting attachment or config var, or select the right add-on with \`addon\`.`,
  },
  'payment-required': {
    title: 'Heroku asks for payment details',
    cause: 'The account or team that owns the app has no verified payment method, or has an unpaid invoice.',
    remedy: 'Ask its owner to update the billing details at https://dashboard.heroku.com/account/billing.',
  },
  'config-missing': {
    title: 'A config var is missing',
    cause: 'The config vars were never written, or were removed since.',
    remedy: ({ mode }) =>
      mode === 'setup' || mode === 'rotate'
        ? 'Find out what removes the config vars (another workflow, a sync tool, `heroku rollback`).'
        : 'Run with `mode: setup` to write what is missing in one release.',
  },
  'config-unreadable': {
    title: 'The Redis URL cannot be read',
    cause:
      'The value is not a Redis URL, or its user name or password is not percent-encoded. The config var of an add-on is written by its provider.',
    remedy: (situation) =>
      situation.ownServer === true
        ? `Correct ${sourceOf(situation)}: start with \`rediss://\` and percent-encode the password.`
        : sentences(
            `Check the value with ${command('config', situation, { addon: false })}.`,
            isHeroku(situation)
              ? unreadableOnHeroku(situation)
              : `If it is wrong, reset the credentials in the dashboard of the add-on (${command('addons:open', situation)}), or ask its provider.`,
          ),
  },
  'config-conflict': {
    title: 'A config var cannot be set',
    cause: 'An attachment owns the name, and only Heroku can change the value.',
    remedy: 'Choose another `writer-prefix` or `reader-prefix`, or detach the add-on that owns the name.',
  },
  'config-drift': {
    title: 'Config vars are stale',
    cause: ({ provider, mode }) =>
      mode === 'setup' || mode === 'rotate'
        ? 'Something else (another workflow, a sync tool) keeps changing the same config vars.'
        : `${provider === 'other' ? 'The Redis URL changed' : 'Heroku changed the Redis URL (credential rotation, failover, maintenance or upgrade)'}, or someone edited the copies.`,
    remedy: ({ mode }) =>
      mode === 'setup' || mode === 'rotate'
        ? 'Stop the other writer, or give it other config vars with `writer-prefix` and `reader-prefix`.'
        : 'Run with `mode: setup` to write the current values in one release.',
  },
  cancelled: {
    title: 'The run was cancelled',
    cause: 'Someone cancelled the workflow, it timed out, or a newer run of its concurrency group replaced it.',
    remedy: 'Run again: completed steps are kept, and the action continues from there.',
  },
  internal: {
    title: 'Unexpected error (a bug in this action)',
    cause: 'The action met a case that it does not handle.',
    remedy: 'Re-run the job with debug logging enabled, and open an issue with the log. Secrets are masked in it.',
  },
} as const satisfies Partial<Record<FailureReason, Entry>>

/** A rotation writes the URL again; that of a shared add-on is the owner's to do. */
function unreadableOnHeroku(situation: Situation): string {
  const ticket = 'open a ticket at https://help.heroku.com'
  if (situation.mode === 'rotate') return `If Heroku set it, ${ticket}.`
  if (situation.shared === true) {
    return `If it is wrong, ask ${ownerOf(situation)} to rotate the credentials, which writes the URL again.`
  }
  const reset = command('redis:credentials', situation, { options: '--reset' })
  return `If it is wrong, rotate the credentials with ${reset}, which writes the URL again. If it stays wrong, ${ticket}.`
}
