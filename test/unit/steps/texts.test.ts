import { expect, test } from 'vitest'
import type { HerokuApi } from '../../../src/heroku/api.ts'
import type { InputName } from '../../../src/inputs/inputs.ts'
import type { Observed } from '../../../src/state/observed.ts'
import { readService } from '../../../src/steps/read-service.ts'
import { applySteps } from '../../../src/steps/apply.ts'
import { addon, attachment, good, observed, url } from '../state/fixtures.ts'
import {
  done,
  final,
  healthy,
  inTurn,
  is,
  passing,
  provisioned,
  refusal,
  release,
  scene,
  reported,
  vars,
  version,
  writing,
} from './harness.ts'

// What a person reads of a whole run: the lines of the log, what the report says of each step, and how it fails.

const movedUrl = url.replace('ec2-1', 'ec2-2')
const moved = Object.fromEntries(
  Object.entries({ REDIS_URL: url, ...good }).map(([name, value]) => [name, value.replace('ec2-1', 'ec2-2')]),
)
const newPassword = url.replace('p%40ss', 'n3w')
const rotated = { REDIS_URL: newPassword, ...good, REDIS_WRITER_PASSWORD: 'n3w', REDIS_READER_PASSWORD: 'n3w' }

async function said(api: Partial<HerokuApi>, given: Partial<Record<InputName, string>>, seen: Observed = healthy()) {
  const stage = scene({
    given,
    api: {
      addon: inTurn(provisioned()),
      dataWait: inTurn(done({ waiting: false, message: '' })),
      pause: (_, tries) => stage.clock.sleep(tries * 500, stage.context.signal),
      ...writing(moved),
      ...api,
    },
  })
  const failed = await readService(stage.progress.learn(stage.known(seen)), stage.context)
    .then((known) => applySteps(known, stage.context))
    .then(
      () => [],
      (error: unknown) => {
        const { explanation } = error as { explanation: { what: string; cause: string; remedy: string } }
        return [`! ${explanation.what}`, `  ${explanation.cause}`, `  ${explanation.remedy}`]
      },
    )
  const steps = stage.progress.steps.map(
    ({ action, target, done: isDone, detail }) => `${isDone ? '✓' : '·'} ${action} ${target}: ${detail}`,
  )
  // A wait says every now and then how long it has lasted.
  const lines = stage.lines.filter((line) => !/ \((?:\d+ min )?[\d.]+ s\) …$/.test(line))
  return [...lines, ...steps, ...failed].join('\n')
}

const upgrade = { version: '9', 'version-mismatch': 'change', fields: 'host' } as const

test('an upgrade from the request to the new URL', async () => {
  const prepared = [is('none'), is('none'), is('preparing', { reason: 'version_upgrade' })]
  const old = Array.from({ length: 5 }, () => version('8.1'))
  const api = {
    maintenance: inTurn(...prepared, is('preparing'), is('ready'), is('ready'), is('running'), is('completed')),
    databaseInfo: inTurn(...old, version('9.1')),
    tryUpgrade: inTurn(done('Preparing.')),
    tryRunMaintenance: inTurn(done<void>(undefined)),
    configVars: inTurn(vars({ REDIS_URL: movedUrl, ...good })),
  }
  expect(await said(api, upgrade)).toMatchInlineSnapshot(`
    "Upgrading redis-one from version 8.1 to 9 …
    redis-one: asked Heroku to upgrade it from version 8.1 to 9.
    Waiting for the upgrade of redis-one: it is preparing …
    redis-one: prepared after 250 ms.
    Running the maintenance of redis-one …
    redis-one: asked Heroku to run the maintenance now.
    Waiting for the upgrade of redis-one: it is running …
    redis-one: runs version 9.1 after 250 ms.
    redis-one: ready after 0 ms.
    Setting REDIS_WRITER_HOST, REDIS_READER_HOST …
    2 config vars: set.
    v7: succeeded after 0 ms.
    ✓ upgrade redis-one: asked Heroku to upgrade it from version 8.1 to 9
    ✓ wait-maintenance redis-one: prepared after 250 ms
    ✓ run-maintenance redis-one: asked Heroku to run the maintenance now
    ✓ wait-maintenance redis-one: runs version 9.1 after 250 ms
    ✓ wait-addon redis-one: ready after 0 ms
    ✓ set-config 2 config vars: set REDIS_WRITER_HOST, REDIS_READER_HOST
    ✓ wait-release v7: succeeded after 0 ms"
  `)
})

test('an upgrade that Heroku refuses', async () => {
  const refused = final<string>(refusal({ reason: 'upgrade-failed', words: 'Version 9 is not available.' }))
  const api = { maintenance: inTurn(is('none')), databaseInfo: inTurn(version('8.1')), tryUpgrade: inTurn(refused) }
  expect(await said(api, upgrade)).toMatchInlineSnapshot(`
    "Upgrading redis-one from version 8.1 to 9 …
    · upgrade redis-one: upgrade it from version 8.1 to 9 (irreversible)
    · wait-maintenance redis-one: wait until the upgrade to 9 is prepared
    · run-maintenance redis-one: run the maintenance that is ready; connections break, and the Redis URL changes
    · wait-maintenance redis-one: wait until it runs version 9
    · wait-addon redis-one: wait until it is available, and read its URL again
    · set-config 2 config vars: set REDIS_WRITER_HOST, REDIS_READER_HOST in one release
    · wait-release the release: wait until it has succeeded
    ! Heroku answered POST /x with 422: "Version 9 is not available.". redis-one runs version 8.1.
      Heroku refused the version for the reason it gives.
      Set \`version\` to one that Heroku offers; 9 was refused."
  `)
})

test('an upgrade that does not end', async () => {
  const ready = is('preparing', { reason: 'version_upgrade' })
  const api = {
    maintenance: inTurn(is('none'), is('none'), ready),
    databaseInfo: inTurn(version('8.1')),
    tryUpgrade: inTurn(done('')),
  }
  expect(await said(api, upgrade)).toMatchInlineSnapshot(`
    "Upgrading redis-one from version 8.1 to 9 …
    redis-one: asked Heroku to upgrade it from version 8.1 to 9.
    Waiting for the upgrade of redis-one: it is preparing (version upgrade) …
    ✓ upgrade redis-one: asked Heroku to upgrade it from version 8.1 to 9
    · wait-maintenance redis-one: wait until the upgrade to 9 is prepared
    · run-maintenance redis-one: run the maintenance that is ready; connections break, and the Redis URL changes
    · wait-maintenance redis-one: wait until it runs version 9
    · wait-addon redis-one: wait until it is available, and read its URL again
    · set-config 2 config vars: set REDIS_WRITER_HOST, REDIS_READER_HOST in one release
    · wait-release the release: wait until it has succeeded
    ! The upgrade of redis-one to 9 was not completed within 15 min: it is preparing (version upgrade).
      Heroku is still working on it. An upgrade of a large server takes longer.
      Run again: the upgrade is continued where it is, not started twice. Raise \`provision-timeout\` if it needs the time."
  `)
})

test('an upgrade that is never asked for, because Heroku works on the add-on', async () => {
  const api = {
    maintenance: inTurn(is('ready')),
    databaseInfo: inTurn(version('8.1')),
    dataWait: inTurn(done({ waiting: true, message: 'preparing' })),
  }
  expect(await said(api, upgrade)).toMatchInlineSnapshot(`
    "Waiting for Heroku to finish its work on redis-one: it is not available yet …
    · upgrade redis-one: upgrade it from version 8.1 to 9 (irreversible)
    · wait-maintenance redis-one: wait until the upgrade to 9 is prepared
    · run-maintenance redis-one: run the maintenance that is ready; connections break, and the Redis URL changes
    · wait-maintenance redis-one: wait until it runs version 9
    · wait-addon redis-one: wait until it is available, and read its URL again
    · set-config 2 config vars: set REDIS_WRITER_HOST, REDIS_READER_HOST in one release
    · wait-release the release: wait until it has succeeded
    ! The upgrade of redis-one was not requested: Heroku was still working on the add-on after 15 min.
      Heroku refused the upgrade or did not complete it in time.
      Check \`heroku redis:info\`, then run again: an upgrade in progress is continued, not started twice."
  `)
})

test('a maintenance that is run, and one that is never completed', async () => {
  const api = {
    maintenance: inTurn(is('ready'), is('ready'), is('running'), is('completed')),
    tryRunMaintenance: inTurn(done<void>(undefined)),
    configVars: inTurn(vars({ REDIS_URL: movedUrl, ...good })),
  }
  const endless = { ...api, maintenance: inTurn(is('ready'), is('ready'), is('running')) }
  const undone = { ...api, maintenance: inTurn(is('ready'), is('ready'), is('running'), is('ready')) }
  const run = { maintenance: 'run', fields: 'host' } as const
  expect([await said(api, run), await said(endless, run), await said(undone, run)].join('\n\n')).toMatchInlineSnapshot(`
    "Running the maintenance of redis-one …
    redis-one: asked Heroku to run the maintenance now.
    Waiting for the maintenance of redis-one: it is running …
    redis-one: completed after 250 ms.
    redis-one: ready after 0 ms.
    Setting REDIS_WRITER_HOST, REDIS_READER_HOST …
    2 config vars: set.
    v7: succeeded after 0 ms.
    ✓ run-maintenance redis-one: asked Heroku to run the maintenance now
    ✓ wait-maintenance redis-one: completed after 250 ms
    ✓ wait-addon redis-one: ready after 0 ms
    ✓ set-config 2 config vars: set REDIS_WRITER_HOST, REDIS_READER_HOST
    ✓ wait-release v7: succeeded after 0 ms

    Running the maintenance of redis-one …
    redis-one: asked Heroku to run the maintenance now.
    Waiting for the maintenance of redis-one: it is running …
    ✓ run-maintenance redis-one: asked Heroku to run the maintenance now
    · wait-maintenance redis-one: wait until the maintenance is completed
    · wait-addon redis-one: wait until it is available, and read its URL again
    · set-config 2 config vars: set REDIS_WRITER_HOST, REDIS_READER_HOST in one release
    · wait-release the release: wait until it has succeeded
    ! The maintenance of redis-one was not completed within 15 min: it is running.
      Heroku is still working on it. The Redis URL changes when it is completed.
      Run with \`mode: setup\` and \`maintenance: run\` during a quiet period. The action then waits for the maintenance, updates the config vars and tests the new server.

    Running the maintenance of redis-one …
    redis-one: asked Heroku to run the maintenance now.
    Waiting for the maintenance of redis-one: it is running …
    ✓ run-maintenance redis-one: asked Heroku to run the maintenance now
    · wait-maintenance redis-one: wait until the maintenance is completed
    · wait-addon redis-one: wait until it is available, and read its URL again
    · set-config 2 config vars: set REDIS_WRITER_HOST, REDIS_READER_HOST in one release
    · wait-release the release: wait until it has succeeded
    ! The maintenance of redis-one ended as ready.
      Heroku did not carry it out, for a reason that its data API does not report.
      See \`heroku data:maintenances:info redis-one\`, then run again; if it fails again, open a ticket at https://help.heroku.com."
  `)
})

const rotating = {
  configVars: inTurn(vars({ REDIS_URL: url, ...good }), vars({ REDIS_URL: newPassword, ...good })),
  tryRotateCredentials: inTurn(done<void>(undefined)),
  ...writing(rotated),
  releases: inTurn([
    release({ description: 'Set REDIS_WRITER_PASSWORD config vars', createdAt: new Date(0).toISOString() }),
  ]),
}
const rotate = { mode: 'rotate', fields: 'password' } as const

test('a rotation', async () => {
  const worker = attachment('REDIS', addon(), undefined, 'worker')
  expect(await said(rotating, rotate, { ...healthy(), attachments: [attachment('REDIS', addon()), worker] }))
    .toMatchInlineSnapshot(`
      "Rotating the credentials of redis-one …
      redis-one: rotated its credentials; this app has them after 0 ms.
      Setting REDIS_WRITER_PASSWORD, REDIS_READER_PASSWORD …
      2 config vars: set.
      v7: succeeded after 0 ms.
      ✓ rotate-credentials redis-one: rotated its credentials; this app has them after 0 ms
      ✓ set-config 2 config vars: set REDIS_WRITER_PASSWORD, REDIS_READER_PASSWORD
      ✓ wait-release v7: succeeded after 0 ms"
    `)
})

test('a rotation that Heroku accepts, and one whose answer is lost: no new URL comes', async () => {
  const silent = { ...rotating, configVars: inTurn(vars({ REDIS_URL: url, ...good })) }
  const lost = passing<void>(refusal({ reason: 'heroku-unavailable', status: 503, outcome: 'unknown' }))
  expect(
    [await said(silent, rotate), await said({ ...silent, tryRotateCredentials: inTurn(lost) }, rotate)].join('\n\n'),
  ).toMatchInlineSnapshot(`
    "Rotating the credentials of redis-one …
    Waiting for the new credentials of redis-one: REDIS_URL has not changed yet …
    · rotate-credentials redis-one: asked Heroku to rotate its credentials, which it accepted
    · set-config 2 config vars: set REDIS_WRITER_PASSWORD, REDIS_READER_PASSWORD in one release
    · wait-release the release: wait until it has succeeded
    ! Heroku accepted the rotation of redis-one, but after 15 min REDIS_URL has not changed yet.
      Heroku is still working on it, or could not complete it.
      Run with \`mode: setup\` when heroku redis:info redis-one --app my-app shows that it is available: it writes the credentials that are valid then. If they never change, open a ticket at https://help.heroku.com.

    Rotating the credentials of redis-one …
    Heroku answered POST /x with 503: "". The request is not repeated: a change of the config var shows that Heroku has rotated.
    Waiting for the new credentials of redis-one: REDIS_URL has not changed yet …
    · rotate-credentials redis-one: asked Heroku to rotate its credentials, but got no answer: it is not known whether it was done
    · set-config 2 config vars: set REDIS_WRITER_PASSWORD, REDIS_READER_PASSWORD in one release
    · wait-release the release: wait until it has succeeded
    ! It is not known whether Heroku rotated the credentials of redis-one: the answer was lost, and after 15 min REDIS_URL has not changed yet.
      Most likely the request never reached Heroku. It was not sent again, because Heroku may still work on it.
      Compare the config vars with \`mode: check\` in a few minutes: if the URL of my-app has changed by then, run with \`mode: setup\` to write the new credentials; if not, run with \`mode: rotate\` again."
  `)
})

const ofPort = { description: 'Set REDIS_WRITER_PORT config vars', createdAt: new Date(0).toISOString() }

test('config vars are written, and the release fails', async () => {
  const stale = { REDIS_URL: url, ...good, REDIS_WRITER_PORT: '1' }
  const failed = { ...writing(), release: inTurn(release({ status: 'failed' })) }
  const first = release({ status: 'failed', ...ofPort })
  expect(await said({ ...failed, releases: inTurn([first]) }, {}, observed([addon()], stale))).toMatchInlineSnapshot(`
    "Setting REDIS_WRITER_PORT …
    1 config var: set.
    ✓ set-config 1 config var: set REDIS_WRITER_PORT
    · wait-release the release: wait until it has succeeded
    ! Release v7 of my-app, which carries the new config vars, ended as failed.
      The config vars are set, but the release phase command of the app failed. The dynos keep the old values.
      The config vars are set, but the dynos still run the release before. Read heroku releases:output v7 --app my-app, fix the release phase, and deploy again."
  `)
})

test('a release that stays pending', async () => {
  const stale = { REDIS_URL: url, ...good, REDIS_WRITER_PORT: '1' }
  const pending = release({ status: 'pending', ...ofPort })
  const api = { ...writing(), releases: inTurn([pending]), release: inTurn(pending) }
  expect(await said(api, {}, observed([addon()], stale))).toMatchInlineSnapshot(`
    "Setting REDIS_WRITER_PORT …
    1 config var: set.
    Waiting for release v7: its release phase is running …
    ✓ set-config 1 config var: set REDIS_WRITER_PORT
    · wait-release the release: wait until it has succeeded
    ! Release v7 of my-app was still pending after 14 min 57 s.
      The release phase command of the app takes longer than provision-timeout.
      Read heroku releases:output v7 --app my-app; raise provision-timeout if the command needs the time."
  `)
})

test('a plan is changed, and its URL moves', async () => {
  const larger = provisioned({ plan: 'heroku-redis:premium-1' })
  const api = {
    plans: inTurn([]),
    changePlan: inTurn(larger),
    addon: inTurn(provisioned(), provisioned(), larger),
    configVars: inTurn(vars({ REDIS_URL: movedUrl, ...good })),
  }
  const change = { plan: 'premium-1', 'plan-mismatch': 'change', fields: 'host' } as const
  expect(await said(api, change)).toMatchInlineSnapshot(`
    "Changing redis-one from heroku-redis:premium-0 to heroku-redis:premium-1 …
    redis-one: asked Heroku to change its plan from heroku-redis:premium-0 to heroku-redis:premium-1.
    Waiting for redis-one: its plan is still heroku-redis:premium-0 …
    redis-one: ready after 750 ms.
    Setting REDIS_WRITER_HOST, REDIS_READER_HOST …
    2 config vars: set.
    v7: succeeded after 0 ms.
    ✓ change-plan redis-one: asked Heroku to change its plan from heroku-redis:premium-0 to heroku-redis:premium-1
    ✓ wait-addon redis-one: ready after 750 ms
    ✓ set-config 2 config vars: set REDIS_WRITER_HOST, REDIS_READER_HOST
    ✓ wait-release v7: succeeded after 0 ms"
  `)
})

test('attachments that Heroku keeps, and settings', async () => {
  const one = addon()
  const [redis, writer, reader] = ['REDIS', 'REDIS_WRITER', 'REDIS_READER'].map((name) => attachment(name, one))
  if (!redis || !writer || !reader) throw new Error('no attachments')
  const first = { REDIS_URL: url, REDIS_WRITER_URL: url }
  const of = (name: string, number: number) => [
    release({ version: number, description: `Attach ${name} (@redis-one)`, createdAt: new Date(0).toISOString() }),
  ]
  const api = {
    tryAttach: inTurn(done(writer), done(reader)),
    configVars: inTurn(vars(first), vars({ ...first, REDIS_READER_URL: url })),
    releases: inTurn(of('REDIS_WRITER', 8), of('REDIS_READER', 9)),
    release: inTurn(release()),
    databaseConfig: inTurn(reported({ timeout: 300, maxmemoryPolicy: 'noeviction' })),
    setDatabaseConfig: async () => undefined,
  }
  const given = { fields: 'url', settings: 'timeout=0\nmaxmemory-policy=allkeys-lru' }
  expect(await said(api, given, observed([one], { REDIS_URL: url }, [redis]))).toMatchInlineSnapshot(`
    "Setting maxmemory-policy=allkeys-lru (was noeviction), timeout=0 (was 300) …
    redis-one: set maxmemory-policy=allkeys-lru (was noeviction), timeout=0 (was 300).
    Attaching redis-one as REDIS_WRITER …
    redis-one: attached it as REDIS_WRITER; Heroku keeps REDIS_WRITER_URL current.
    v8: succeeded after 0 ms.
    Attaching redis-one as REDIS_READER …
    redis-one: attached it as REDIS_READER; Heroku keeps REDIS_READER_URL current.
    v9: succeeded after 0 ms.
    ✓ apply-settings redis-one: set maxmemory-policy=allkeys-lru (was noeviction), timeout=0 (was 300)
    ✓ attach redis-one: attached it as REDIS_WRITER; Heroku keeps REDIS_WRITER_URL current
    ✓ wait-release v8: succeeded after 0 ms
    ✓ attach redis-one: attached it as REDIS_READER; Heroku keeps REDIS_READER_URL current
    ✓ wait-release v9: succeeded after 0 ms"
  `)
})

test('an add-on is removed with its config vars', async () => {
  const gone = refusal({ reason: 'addon-missing', status: 404 })
  const going = provisioned({ state: 'deprovisioning' })
  const api = {
    setConfigVars: inTurn(vars({ REDIS_URL: url })),
    attachmentsOfAddon: inTurn([attachment('REDIS', addon())]),
    tryDeleteAddon: inTurn(done(going)),
    addon: inTurn(provisioned(), going, gone),
    releases: inTurn([release({ description: 'Detach REDIS (@redis-one)', createdAt: new Date(0).toISOString() })]),
  }
  const remove = { mode: 'remove', confirm: 'my-app', fields: 'host' } as const
  expect(await said(api, remove)).toMatchInlineSnapshot(`
    "Removing REDIS_WRITER_HOST, REDIS_READER_HOST …
    2 config vars: removed REDIS_WRITER_HOST, REDIS_READER_HOST.
    Removing redis-one …
    Waiting for the removal of redis-one: Heroku is still removing it …
    redis-one: removed after 250 ms.
    v7: succeeded after 0 ms.
    ✓ remove-config 2 config vars: removed REDIS_WRITER_HOST, REDIS_READER_HOST
    ✓ remove-addon redis-one: removed after 250 ms
    ✓ wait-release v7: succeeded after 0 ms"
  `)
})
