import { failure } from '../failure/catalogue.ts'
import type { ReleaseInfo } from '../heroku/api.ts'
import { duration } from '../utils/format.ts'
import type { StepKind } from './context.ts'
import { poll } from './poll.ts'
import type { WaitRelease } from './step.ts'

export const waitRelease: StepKind<WaitRelease> = {
  describe: () => ({ target: 'the release', detail: 'wait until it has succeeded' }),
  unneeded: 'no release was needed',
  apply: async ({ configVars }, known, context) => {
    const { api, app, clock, progress } = context
    const started = clock.now()
    const newest = await api.releaseOf(app, configVars)
    if (!newest) {
      progress.markDone('Heroku names no release for this app, so there was none to wait for')
      return { ...known, released: true }
    }
    const version = `v${newest.version}`
    const follow = (release: ReleaseInfo) => progress.learn({ ...known, release })
    follow(newest)
    let first = true
    const release = await poll<ReleaseInfo>(
      {
        what: `release ${version}`,
        ask: async () => {
          const seen = first ? newest : await api.release(app, newest.id)
          first = false
          follow(seen)
          return seen.status === 'pending' ? { waiting: 'its release phase is running' } : { ready: seen }
        },
        tooLate: () =>
          failure(
            'provision-timeout',
            `Release ${version} of ${app} was still pending after ${duration(clock.now() - started)}.`,
            {
              cause: 'The release phase command of the app takes longer than provision-timeout.',
              remedy: `Read heroku releases:output ${version} --app ${app}; raise provision-timeout if the command needs the time.`,
            },
          ),
      },
      context,
    )
    if (release.status !== 'succeeded') throw failedRelease(app, release)
    progress.markDone(`${version} succeeded after ${duration(clock.now() - started)}`, version)
    return { ...known, release, released: true }
  },
}

function failedRelease(app: string, { version, status }: ReleaseInfo): Error {
  return failure(
    'release-failed',
    `Release v${version} of ${app}, which carries the new config vars, ended as ${status}.`,
    {
      remedy: `The config vars are set, but the dynos still run the release before. Read heroku releases:output v${version} --app ${app}, fix the release phase, and deploy again.`,
    },
  )
}
