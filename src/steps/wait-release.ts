import { failure } from '../failure/catalogue.ts'
import { duration } from '../utils/format.ts'
import type { ReleaseInfo } from '../heroku/api.ts'
import { now } from '../utils/time.ts'
import { type Account, done, note } from './progress.ts'
import { poll } from './poll.ts'
import type { Work } from './context.ts'

export async function waitForRelease(work: Work, account: Account): Promise<void> {
  if (account.changedConfigVars.length === 0) {
    done(account, 'wait-release', 'no release was needed')
    return
  }
  const { api, app } = work
  const started = now()
  const newest = await api.releaseOf(app, account.changedConfigVars)
  if (!newest) {
    note(account, work.log, 'Heroku names no release for this app, so there was none to wait for.')
    return
  }
  account.release = newest.version
  let seen: ReleaseInfo = newest
  let first = true
  await poll(
    `release v${newest.version}`,
    work,
    async () => {
      if (!first) seen = await api.release(app, newest.id)
      first = false
      return seen.status === 'pending' ? { waiting: 'its release phase is running' } : { ready: true }
    },
    () =>
      failure(
        'provision-timeout',
        `Release v${newest.version} of ${app} was still pending after ${duration(now() - started)}.`,
        {
          cause: 'The release phase command of the app takes longer than provision-timeout.',
          remedy: `Read heroku releases:output v${newest.version} --app ${app}; raise provision-timeout if the command needs the time.`,
        },
      ),
  )
  if (seen.status !== 'succeeded') {
    throw failure(
      'release-failed',
      `Release v${newest.version} of ${app}, which carries the new config vars, ended as ${seen.status}.`,
      {
        remedy: `The config vars are set, but the dynos still run the release before. Read heroku releases:output v${newest.version} --app ${app}, mend the release phase, and deploy again.`,
      },
    )
  }
  done(account, 'wait-release', `v${newest.version} succeeded after ${duration(now() - started)}`, `v${newest.version}`)
  work.log.info(`Release v${newest.version} succeeded.`)
}
