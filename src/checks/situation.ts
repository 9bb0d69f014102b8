import type { Situation } from '../failure/situation.ts'
import type { StepReport } from '../steps/step.ts'
import { withoutUndefined } from '../utils/optional.ts'
import type { Side } from './check.ts'
import { isOneServer } from './preconditions.ts'
import type { CheckSettings } from './settings.ts'
import { isStale } from './stale.ts'
import type { ConfigFacts, ManagedVar, Subject } from './subject.ts'

/** Steps that create, move or restart the server. */
const serverChanges: readonly StepReport['action'][] = [
  'create-addon',
  'change-plan',
  'upgrade',
  'run-maintenance',
  'wait-maintenance',
  'rotate-credentials',
]

/** What is known of an app, and of one of its endpoints, in the form that advice is chosen by. */
export function situationOf(
  subject: Subject,
  { side, settings }: { readonly side?: Side; readonly settings?: CheckSettings } = {},
): Situation {
  const { app, addon, mode, probe, doneActions, maintenance, proxy } = subject
  const ownServer = side === 'reader' && hasOwnServer(subject)
  const variables = managed(subject, side)
  return withoutUndefined<Situation>({
    app,
    addon: ownServer ? undefined : addon?.name,
    mode,
    provider: ownServer ? 'other' : providerOf(subject),
    plan: ownServer ? undefined : addon?.plan,
    shared: addon?.shared,
    owner: addon?.owner,
    side,
    ownServer: ownServer ? true : undefined,
    // One that is missing changes nothing here: the endpoint that was tested takes that value from the source.
    variables: variables.length === 0 ? undefined : variables.some(isStale) ? 'stale' : 'fresh',
    source: side === undefined ? undefined : sourceOf(subject.config, side),
    tlsVariable: variables.find(({ field }) => field === 'tls')?.name,
    servers: probe === undefined ? undefined : isOneServer(probe) ? 'one' : 'two',
    proxy,
    tlsVerify: settings?.tlsVerify.kind,
    fingerprint: side === undefined ? undefined : probe?.[side].tls?.certificate?.sha256,
    probeFrom: settings?.probeFrom,
    changed: serverChanges.some((action) => doneActions.has(action)) ? true : undefined,
    maintenance: maintenance?.known === true ? phaseOf(maintenance.value.status) : undefined,
  })
}

/** An add-on whose service the token may not see can be anybody's. */
function providerOf({ addon, probe }: Subject): Situation['provider'] {
  if (addon === undefined) return probe === undefined ? undefined : 'other'
  return addon.service === 'heroku-redis' ? 'heroku' : 'other'
}

/** The reader is another server than the add-on's. */
export function hasOwnServer({ config, probe }: Subject): boolean {
  if (probe !== undefined && isOneServer(probe)) return false
  const reader = config?.variables.find(({ side }) => side === 'reader')
  if (reader !== undefined) return reader.source !== sourceOf(config, 'writer')
  return probe !== undefined && probe.reader.endpoint.host !== probe.writer.endpoint.host
}

function managed({ config }: Subject, side: Side | undefined): readonly ManagedVar[] {
  return (config?.variables ?? []).filter((each) => side === undefined || each.side === side)
}

/** The config var or input that the endpoint's values come from. */
function sourceOf(config: ConfigFacts | undefined, side: Side): string | undefined {
  const own = config?.variables.find((each) => each.side === side)?.source
  if (own !== undefined) return own
  return config?.url.state === 'missing' ? config.url.configVars[0] : config?.url.configVar
}

function phaseOf(status: string): Situation['maintenance'] {
  return status === 'ready' || status === 'running' || status === 'completed' ? status : undefined
}
