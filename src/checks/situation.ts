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

/** The facts about an app and one of its endpoints that the advice depends on. */
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
    // A missing config var does not count: the tested endpoint takes that value from the source.
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

/** Undefined where the token cannot see the service of the add-on. */
function providerOf({ addon, probe }: Subject): Situation['provider'] {
  if (addon === undefined) return probe === undefined ? undefined : 'other'
  return addon.service === 'heroku-redis' ? 'heroku' : 'other'
}

/** The reader is not the add-on's server. */
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
