import { Failure } from './failure.ts'
import type { Explanation, FailureReason } from './failure.ts'

interface Entry {
  /** A few words, for a heading or an annotation's title. */
  readonly title: string
  /** The probable cause, one sentence. */
  readonly cause: string
  /** The next action. */
  readonly remedy: string
}

/** What is worth saying of each reason when nothing more is known of the occurrence. */
const catalogue: Readonly<Record<FailureReason, Entry>> = {
  'input-invalid': {
    title: 'An input is not valid',
    cause: 'A value under `with:` (or an environment variable that the action reads) has the wrong form.',
    remedy: 'Correct every input listed; nothing was sent to Heroku.',
  },
  'token-missing': {
    title: 'No Heroku API token',
    cause:
      'Neither the `api-key` input nor HEROKU_API_KEY holds a token, and there is no Heroku CLI login to use; secrets are empty in pull requests from forks.',
    remedy:
      'Store the token of `heroku authorizations:create` as a repository or environment secret and pass it as `api-key`.',
  },
  'heroku-unauthorized': {
    title: 'Heroku does not accept the token',
    cause: 'The token was revoked, has expired, or was not copied whole.',
    remedy: 'Make a new one with `heroku authorizations:create` and replace the secret.',
  },
  'heroku-forbidden': {
    title: 'The token may not do this',
    cause: 'The account lacks permission on the app, the token has too narrow a scope, or the app is suspended.',
    remedy:
      'Give the account the view, deploy and operate permissions on the app, and the token the scopes `read-protected,write-protected` (`read-protected` is enough for `mode: check`).',
  },
  'two-factor-required': {
    title: 'Heroku asks for a second factor',
    cause: 'The token comes from a login that needs multi-factor confirmation, which a workflow cannot give.',
    remedy:
      'Use a token of `heroku authorizations:create` instead of a password login, from an account with multi-factor set up.',
  },
  'app-not-found': {
    title: 'No such app',
    cause: 'The name is misspelled, the app was renamed or deleted, or the account of this token cannot see it.',
    remedy: 'Compare `app` with `heroku apps --all`, run as the account that made the token.',
  },
  'plan-not-found': {
    title: 'No such plan',
    cause: 'The plan is misspelled, was retired by Heroku, or is not offered for this app’s kind of space.',
    remedy: 'Pick one from `heroku addons:plans heroku-redis` and set `plan`.',
  },
  'payment-required': {
    title: 'Heroku asks for payment details',
    cause: 'The account or team has no verified payment method, or an unpaid invoice.',
    remedy: 'Let the owner of the app put this right at https://dashboard.heroku.com/account/billing, then run again.',
  },
  'confirmation-required': {
    title: 'Heroku asks for a confirmation',
    cause:
      'The step would replace an attachment or variable that the app already has, which Heroku does not do unasked.',
    remedy:
      'See what is in the way with `heroku addons --app <app>` and `heroku config --app <app>`, then detach, remove or name it with `addon`.',
  },
  'rate-limited': {
    title: 'Heroku’s rate limit is reached',
    cause: 'The account has used up its 4,500 API calls an hour; everything that uses the account shares them.',
    remedy: 'Run again in some minutes, run schedules less often, or give this workflow an account of its own.',
  },
  'heroku-unavailable': {
    title: 'Heroku does not answer as it should',
    cause: 'The API failed, timed out or answered nonsense every time it was asked, or the runner cannot reach it.',
    remedy:
      'Look at https://status.heroku.com and run again; the action takes up where it stopped and makes nothing twice.',
  },
  'addon-missing': {
    title: 'The app has no Redis add-on',
    cause: 'It was never created, was removed, or is attached to another app.',
    remedy: 'Run with `mode: setup` to create it, or name one shared from another app with `addon`.',
  },
  'addon-ambiguous': {
    title: 'Several add-ons would do',
    cause: 'The app has more than one Redis add-on or attachment, and guessing could point the app at the wrong data.',
    remedy: 'Choose one from `heroku addons --app <app>` and set `addon` to its name.',
  },
  'provision-failed': {
    title: 'The add-on could not be provisioned',
    cause: 'Heroku gave up creating it, or it was removed while the action waited.',
    remedy: 'See `heroku addons --app <app>` and https://status.heroku.com, then run again.',
  },
  'provision-timeout': {
    title: 'The add-on is not ready yet',
    cause: 'Heroku is still at work; large plans and private spaces can take longer than `provision-timeout`.',
    remedy: 'Run again, which waits on for the same add-on, or raise `provision-timeout`.',
  },
  'plan-mismatch': {
    title: 'The add-on has another plan',
    cause: 'The plan was changed by hand, or `plan` was changed after the add-on was created.',
    remedy: 'Set `plan` to the plan in use, or `plan-mismatch: change` to let setup change it.',
  },
  'plan-change-failed': {
    title: 'The plan could not be changed',
    cause:
      'Heroku refuses this change: the data may be too large for the plan, or the service cannot change it in place.',
    remedy: 'Try `heroku addons:upgrade <add-on> <plan>` by hand to read Heroku’s own words, or choose another plan.',
  },
  'config-missing': {
    title: 'A config var is missing',
    cause: 'The variables were never written, were removed, or the add-on has not published its URL.',
    remedy: 'Run with `mode: setup`, which writes what is missing in one release.',
  },
  'config-conflict': {
    title: 'A config var belongs to an add-on',
    cause: 'The name that would be written is owned by an attachment, and only Heroku may change it.',
    remedy: 'Choose another `writer-prefix` or `reader-prefix`, or detach the add-on that owns the name.',
  },
  'config-drift': {
    title: 'Config vars are stale',
    cause:
      'Heroku changed the add-on’s URL (credential rotation, failover, maintenance or upgrade) and the copies were not updated, or somebody edited them.',
    remedy: 'Run with `mode: setup`, which writes the current values in one release.',
  },
  'release-failed': {
    title: 'The release failed',
    cause: 'The config vars were set, but the app’s release phase command ended with an error.',
    remedy: 'Read `heroku releases:output --app <app>`, mend the command, and release again.',
  },
  'redis-dns': {
    title: 'The host name does not resolve',
    cause: 'The server is gone, which is how a stale copy of the URL looks, or the name is misspelled.',
    remedy: 'Run with `mode: setup` to write the current host, then look again.',
  },
  'redis-refused': {
    title: 'The connection is refused',
    cause: 'The server is restarting, or the port is an old one from before a failover.',
    remedy: 'Run with `mode: setup` to write the current port; if it stays, see `heroku redis:info --app <app>`.',
  },
  'redis-timeout': {
    title: 'Redis did not answer in time',
    cause: 'A firewall or a private space keeps the runner out, or the server is overloaded or stuck.',
    remedy:
      'Private and Shield plans are reachable from inside their space only: run on a runner there; else see `heroku redis:info --app <app>` and raise `connect-timeout` or `command-timeout`.',
  },
  'redis-tls-required': {
    title: 'The server speaks TLS only',
    cause: 'The client connected in the clear; every Heroku plan has required TLS since December 2024.',
    remedy: 'Use `rediss://` in the URL, or set the `_TLS` variable to `true` (`mode: setup` does).',
  },
  'redis-tls-not-offered': {
    title: 'The server does not speak TLS',
    cause: 'The client began a TLS handshake on a plain port.',
    remedy: 'Use the service’s TLS port, or, where there is none, `redis://` and a `_TLS` variable of `false`.',
  },
  'redis-certificate': {
    title: 'The certificate is not trusted',
    cause:
      'Heroku’s certificates are self-signed, so the system does not vouch for them, and a pin changes with the server.',
    remedy: 'Set `tls-verify` to `none`, or to `sha256:<hex>` with the fingerprint in the report once you trust it.',
  },
  'redis-too-many-clients': {
    title: 'All connections are taken',
    cause: 'The app’s connection pools, times its dynos, hold as many connections as the plan allows.',
    remedy:
      'Make pools smaller, close idle connections sooner with `heroku redis:timeout <add-on> --seconds 60 --app <app>`, or move to a larger plan.',
  },
  'redis-auth-required': {
    title: 'The server asks for a password',
    cause: 'No password was sent: the `_PASSWORD` variable or the URL has none.',
    remedy: 'Run with `mode: setup`, which writes the password, or add it to the reader’s URL.',
  },
  'redis-wrong-password': {
    title: 'The password is wrong',
    cause:
      'The credentials were rotated and this is a stale copy, or the user is empty or `h` where it must be `default`.',
    remedy: 'Run with `mode: setup` to write the current credentials and restart the app.',
  },
  'redis-no-permission': {
    title: 'The user may not run this command',
    cause: 'The server’s access rules (ACL) do not grant the command, or the key, to this user.',
    remedy: 'Use the add-on’s own user, or grant the user what the message names.',
  },
  'redis-loading': {
    title: 'The server is still loading its data',
    cause: 'It was restarted or is taking a full copy from its primary.',
    remedy: 'Wait for the load to end and run again; it takes longer the larger the data.',
  },
  'redis-busy': {
    title: 'A script blocks the server',
    cause: 'A Lua script or function has been running for seconds, and Redis runs one thing at a time.',
    remedy: 'Find the script in the app; from `heroku redis:cli`, `SCRIPT KILL` ends one that has written nothing.',
  },
  'redis-read-only': {
    title: 'The writer is a replica',
    cause: 'The server took the replica’s part in a failover, or the writer’s variables name a replica.',
    remedy: 'Run with `mode: setup` to point the writer at the current primary.',
  },
  'redis-master-down': {
    title: 'The replica has lost its primary',
    cause: 'Its link to the primary is down and it is set not to answer with old data.',
    remedy: 'Wait for a failover to end and run again; if it stays, look at the primary first.',
  },
  'redis-out-of-memory': {
    title: 'Redis is full and refuses writes',
    cause: 'Memory is at its limit and the policy (`noeviction` by default) does not let anything go.',
    remedy:
      'Give keys an expiry, choose a policy with `heroku redis:maxmemory <add-on> --policy allkeys-lru --app <app>`, or move to a larger plan.',
  },
  'redis-persistence-failing': {
    title: 'Redis cannot save to disk',
    cause: 'The last save to disk failed, so the server refuses writes; the disk is the provider’s.',
    remedy: 'Open a ticket with the provider (https://help.heroku.com) and quote the add-on’s name.',
  },
  'redis-no-replicas': {
    title: 'Too few replicas to accept writes',
    cause: 'The server is set to want a number of healthy replicas, and has fewer at the moment.',
    remedy: 'Wait for the replicas to come back and run again; if it stays, ask the provider.',
  },
  'redis-cluster': {
    title: 'This is a Redis Cluster',
    cause: 'The endpoint is one node of a cluster, which shares keys out over many servers.',
    remedy: 'Use an endpoint that is not clustered: one primary, with or without replicas.',
  },
  'redis-connection-lost': {
    title: 'The connection was cut',
    cause: 'The server restarted or failed over in the middle of the test, or something in between cut the line.',
    remedy: 'Run again; if it stays, see `heroku redis:info --app <app>` for a maintenance under way.',
  },
  'redis-wrong-data': {
    title: 'Redis answers with the wrong data',
    cause: 'Something in between answers in the server’s place, or the variables name two different servers.',
    remedy: 'Compare the host and port of writer and reader with the add-on’s URL, and take any proxy out.',
  },
  'not-a-replica': {
    title: 'The reader is not a replica of the writer',
    cause:
      'The reader’s variables name another server, or one that was promoted since; Heroku itself gives no readable replica.',
    remedy: 'Point `reader` at a replica of this writer, or leave it empty and set `require-replica: false`.',
  },
  'replication-lag': {
    title: 'The replica is late',
    cause: 'The replica or the line to it cannot keep up with the writes.',
    remedy:
      'Read what must be fresh from the writer, and look for bulk writes, slow commands or a long way between the two.',
  },
  'replication-broken': {
    title: 'Replication is down',
    cause: 'The replica’s link to its primary is down, or a promotion left two primaries that no longer share data.',
    remedy: 'Send reads to the writer (leave `reader` empty) until the replica is in sync again.',
  },
  latency: {
    title: 'Redis is slow to answer',
    cause: 'The server is busy with slow commands, or it is far from the runner.',
    remedy:
      'Look for slow commands (KEYS, big values, long scripts); set `latency` with the distance from the runner in mind.',
  },
  memory: {
    title: 'Memory is nearly full',
    cause: 'Keys without an expiry pile up, or the data has outgrown the plan.',
    remedy: 'Give keys an expiry, or move to a larger plan before writes are refused.',
  },
  eviction: {
    title: 'The eviction policy will hurt',
    cause: 'Close to the limit, `noeviction` refuses writes and every other policy throws keys away.',
    remedy:
      'Choose on purpose: `heroku redis:maxmemory <add-on> --policy <policy> --app <app>`, expiries, or a larger plan.',
  },
  connections: {
    title: 'Connections are nearly used up',
    cause: 'The app’s connection pools, times its dynos, come close to what the plan allows.',
    remedy:
      'Make pools smaller, close idle connections sooner with `heroku redis:timeout <add-on> --seconds 60 --app <app>`, or move to a larger plan.',
  },
  version: {
    title: 'The version leaves Heroku’s support',
    cause: 'Heroku ends support of old versions and then upgrades them at a time of its own choosing.',
    remedy:
      'Upgrade at a quiet hour of yours with `heroku redis:upgrade <add-on> --version <version> --app <app>`, then run `mode: setup`.',
  },
  network: {
    title: 'The runner cannot reach Heroku',
    cause: "The runner's network is in the way: its DNS, its proxy, or a certificate authority that it does not trust.",
    remedy:
      'Check the proxy variables (HTTPS_PROXY, NO_PROXY), DNS and trusted authorities (NODE_EXTRA_CA_CERTS) of the runner, then run again.',
  },
  'addon-shared': {
    title: 'The add-on is shared',
    cause: 'Another app owns the add-on, or is attached to it, and would be affected too.',
    remedy: 'Detach the other apps first, or run this on the app that owns the add-on.',
  },
  'version-mismatch': {
    title: 'The server runs another version',
    cause: 'The add-on was created with another version, or has not been upgraded yet.',
    remedy:
      'Set `version` to the version in use, or `version-mismatch: change` to let setup upgrade it (irreversible).',
  },
  'upgrade-failed': {
    title: 'The upgrade failed',
    cause: 'Heroku refused the upgrade or did not finish it.',
    remedy:
      'See `heroku redis:info <add-on> --app <app>` and https://status.heroku.com, then run again: an upgrade under way is continued, not repeated.',
  },
  maintenance: {
    title: 'A maintenance is due',
    cause: 'Heroku maintains the server; the maintenance moves the Redis URL.',
    remedy: 'Run it yourself during a quiet period with `mode: setup` and `maintenance: run`.',
  },
  'rotation-failed': {
    title: 'The credentials could not be rotated',
    cause: 'Heroku refused the rotation or did not finish it.',
    remedy:
      'See `heroku redis:info <add-on> --app <app>`; run `mode: setup` to write the credentials that are current.',
  },
  settings: {
    title: 'The server settings differ',
    cause: 'They were changed by hand, or never set.',
    remedy: 'Run with `mode: setup` to apply `settings`.',
  },
  standby: {
    title: 'The standby is not available',
    cause: 'Heroku is still preparing it, or it failed.',
    remedy: 'See `heroku redis:info <add-on> --app <app>`; open a ticket at https://help.heroku.com when it stays so.',
  },
  'config-unreadable': {
    title: 'The Redis URL cannot be read',
    cause:
      'A config var holds something that is not a Redis URL, or a URL with characters that are not percent-encoded.',
    remedy: 'Correct the config var: percent-encode the password, and use the redis:// or rediss:// scheme.',
  },
  'dyno-failed': {
    title: 'The one-off dyno could not be used',
    cause: 'The dyno did not start, or its connection broke.',
    remedy: 'See `heroku ps --app <app>`; run again, or set `probe-from: runner`.',
  },
  'redis-client-certificate': {
    title: 'The server asks for a client certificate',
    cause: 'It requires mutual TLS, which this action does not support.',
    remedy: 'Turn off client certificates for this endpoint, or use another endpoint.',
  },
  'redis-sentinel': {
    title: 'This is a Redis Sentinel',
    cause: 'The address belongs to a Sentinel, which does not store data.',
    remedy: 'Use the address of the primary that the Sentinel monitors.',
  },
  'redis-protected-mode': {
    title: 'Redis is in protected mode',
    cause: 'The server accepts connections from its own machine only, because it has no password.',
    remedy: 'Set a password on the server (requirepass or ACL), or turn protected mode off.',
  },
  'redis-quota': {
    title: "The provider's quota is used up",
    cause: 'The Redis provider limits requests, bandwidth or storage, and the limit was reached.',
    remedy: 'Wait for the quota to reset, or choose a larger plan from the provider.',
  },
  'redis-error': {
    title: 'Redis answered with an error',
    cause: 'The server refused the command with an error that this action does not know.',
    remedy: 'Look the quoted error up in the documentation of the Redis provider.',
  },
  trend: {
    title: 'A limit will be reached soon',
    cause: 'Usage has grown steadily over the last runs.',
    remedy: 'Choose a larger plan or reduce usage before the limit is reached.',
  },
  cancelled: {
    title: 'The run was cancelled',
    cause: 'The workflow was cancelled, ran into a time-out, or was replaced by a newer run of its concurrency group.',
    remedy: 'Run again: what was done stays, and the rest is taken up from there.',
  },
  internal: {
    title: 'A defect in this action',
    cause: 'Something happened that the action does not know how to handle.',
    remedy: 'Run again with debug logging on, and report it with the log; secrets are masked in it.',
  },
}

/** A few words on each reason, for headings and titles. */
export const titles: Readonly<Record<FailureReason, string>> = Object.fromEntries(
  Object.entries(catalogue).map(([reason, entry]) => [reason, entry.title]),
) as Record<FailureReason, string>

export interface Extra {
  readonly cause?: string
  readonly remedy?: string
  /** Heroku's request id. */
  readonly requestId?: string
}

/** `what` is one sentence of this very occurrence, free of secrets; cause and remedy default to the catalogue's. */
export function explain(reason: FailureReason, what: string, extra: Extra = {}): Explanation {
  const { cause, remedy } = catalogue[reason]
  return {
    reason,
    what,
    cause: extra.cause ?? cause,
    remedy: extra.remedy ?? remedy,
    ...(extra.requestId === undefined ? {} : { requestId: extra.requestId }),
  }
}

/** To be thrown: `throw failure('app-not-found', …)`. `error` is kept as `cause` (it must not hold a secret either), and its request id unless another is given. */
export function failure(
  reason: FailureReason,
  what: string,
  extra: Extra & { readonly error?: unknown } = {},
): Failure {
  const { error } = extra
  const requestId = extra.requestId ?? (error instanceof Failure ? error.explanation.requestId : undefined)
  const explanation = explain(reason, what, requestId === undefined ? extra : { ...extra, requestId })
  return new Failure(explanation, error === undefined ? undefined : { cause: error })
}

/** Commands in a text, made ready to paste: `<app>` and `<add-on>` get their names. */
export function addressed(text: string, app: string, addon?: string): string {
  // A name that Heroku would not give is nothing to paste.
  const known = addon !== undefined && /^[\w-]{1,255}$/.test(addon) ? text.replaceAll('<add-on>', addon) : text
  return known.replaceAll('<app>', app)
}
