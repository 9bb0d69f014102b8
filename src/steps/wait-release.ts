import { failure } from '../failure/catalogue.ts'
import type { ReleaseInfo } from '../heroku/api.ts'
import type { Known } from '../state/known.ts'
import { duration } from '../utils/format.ts'
import type { StepContext, StepKind } from './context.ts'
import { poll } from './poll.ts'
import type { StepSettings } from './settings.ts'
import type { WaitRelease } from './step.ts'

export const waitRelease: StepKind<WaitRelease> = {
  describe: () => ({ target: 'the release', detail: 'wait until it has succeeded' }),
  unneeded: 'no release was needed',
  apply: async ({ configVars }, known, context) => {
    const { api, app, clock, progress, settings } = context
    const started = clock.now()
    const newest = await findRelease(configVars, known, context)
    if (!newest) {
      progress.markDone('Heroku lists no release for this change, so there was none to wait for')
      return { ...known, released: true }
    }
    const version = `v${newest.version}`
    let first = true
    const release = await poll<ReleaseInfo>(
      {
        what: `release ${version}`,
        ask: async () => {
          const seen = first ? newest : await api.release(app, newest.id)
          first = false
          progress.learn({ ...known, release: seen })
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
    if (release.status !== 'succeeded') throw failedRelease(app, release, settings)
    progress.markDone(`succeeded after ${duration(clock.now() - started)}`, version)
    return { ...known, release, released: true }
  },
}

/** The list of releases can lag some seconds behind a write. */
const listDelaysMs = [250, 500, 1_000, 2_000, 3_000]

async function findRelease(
  configVars: readonly string[],
  { lastWrite, release: followed }: Known,
  { api, app, clock, deadline, log, signal }: StepContext,
): Promise<ReleaseInfo | undefined> {
  const since = lastWrite?.at ?? 0
  for (let reads = 0; ; reads += 1) {
    const releases = (await api.releases(app)).filter(({ version }) => version > (followed?.version ?? 0))
    const ours = releaseOfWrite(releases, configVars, since)
    if (ours) return ours
    const delayMs = listDelaysMs[reads]
    // By now the list is complete: regardless of clocks and descriptions, the newest release has the variables.
    if (delayMs === undefined || clock.now() + delayMs > deadline) return newestOf(releases, configVars, since)
    if (reads === 0) log.info('Waiting for the release of the config vars: Heroku does not list it yet …')
    await clock.sleep(delayMs, signal)
  }
}

/**
 * The newest release that names any of the variables ("Set REDIS_WRITER_HOST, … config vars") and was made after the
 * write: an earlier run may have written the same ones.
 */
export function releaseOfWrite(
  releases: readonly ReleaseInfo[],
  configVars: readonly string[],
  writtenAt: number,
): ReleaseInfo | undefined {
  return newestFirst(releases).find(
    ({ createdAt, description }) =>
      names(description, configVars) && createdAt !== undefined && isAfter(createdAt, writtenAt),
  )
}

/** Heroku rounds times down to seconds, and its clock may be slightly behind the runner's. */
function isAfter(createdAt: string, writtenAt: number): boolean {
  const at = Date.parse(createdAt)
  return at % 1_000 === 0 ? at >= writtenAt - 2_000 : at >= writtenAt
}

function newestOf(
  releases: readonly ReleaseInfo[],
  configVars: readonly string[],
  writtenAt: number,
): ReleaseInfo | undefined {
  const newest = newestFirst(releases)
  return (
    newest.find(({ description }) => names(description, configVars)) ??
    newest.find(({ createdAt }) => createdAt === undefined || isAfter(createdAt, writtenAt))
  )
}

function newestFirst(releases: readonly ReleaseInfo[]): readonly ReleaseInfo[] {
  return releases.toSorted((a, b) => b.version - a.version)
}

/** Another user may have created a release in the meantime, with other variables. */
function names(description: string, configVars: readonly string[]): boolean {
  return description.split(/\W+/).some((word) => configVars.includes(word))
}

function failedRelease(app: string, { version, status }: ReleaseInfo, { mode }: StepSettings): Error {
  const [what, state] =
    mode === 'remove'
      ? ['which the removal made', 'What was removed is gone']
      : ['which carries the new config vars', 'The config vars are set']
  return failure('release-failed', `Release v${version} of ${app}, ${what}, ended as ${status}.`, {
    remedy: `${state}, but the dynos still run the release before. Read heroku releases:output v${version} --app ${app}, fix the release phase, and deploy again.`,
  })
}
