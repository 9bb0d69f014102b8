import type {
  AddOn,
  AddOnAttachment,
  AddOnService,
  App as HerokuApp,
  Pipeline as HerokuPipeline,
  PipelineCoupling,
  Plan,
  Release as HerokuRelease,
} from '@heroku-cli/schema'
import type { PlanSpec, Service } from './plans.ts'
import { variableOf, type Addon, type App, type Attachment, type Pipeline, type Release, type State } from './state.ts'

/** Represents the state of the sandbox in the shapes of Heroku's published schema. */

const usualStack = { id: '69abcdef-89ab-cdef-0123-456789abcdef', name: 'heroku-24' }
const teamId = '65432109-89ab-cdef-0123-456789abcdef'
const slugId = '54321098-89ab-cdef-0123-456789abcdef'
const epoch = '2024-01-01T00:00:00Z'

export function app({ id, name, createdAt, space, stack: stackName, team }: App): HerokuApp {
  const stack = { ...usualStack, name: stackName ?? usualStack.name }
  return {
    acm: false,
    archived_at: null,
    build_stack: stack,
    created_at: createdAt.toISOString(),
    generation: { id: '89abcdef-0123-4567-89ab-cdef01234567', name: stackName === 'cnb' ? 'fir' : 'cedar' },
    git_url: `https://git.heroku.com/${name}.git`,
    id,
    maintenance: false,
    name,
    owner: { email: 'owner@example.com', id: '01234567-89ab-cdef-0123-456789abcdef' },
    region: { id: '59accabd-516d-4f0e-83e6-6e3757701145', name: 'us' },
    released_at: createdAt.toISOString(),
    repo_size: 0,
    slug_size: 0,
    space: space === undefined ? null : { id: '76543210-89ab-cdef-0123-456789abcdef', name: space, shield: false },
    stack,
    ...(team === undefined ? {} : { team: { id: teamId, name: team } }),
    updated_at: createdAt.toISOString(),
    web_url: `https://${name}.herokuapp.com/`,
  }
}

/**
 * `expand` lists what the request's `Accept-Expansion` wants in full. `spec` is the plan to show. The
 * config vars are always those of the owning app.
 */
export function addon(addon: Addon, state: State, expand: ReadonlySet<string>, spec = addon.plan): AddOn {
  const { id, name, app, createdAt } = addon
  // No names until the config vars exist (heroku/cli, create.unit.test.ts).
  const owned = addon.url !== undefined ? state.attachmentsOf(addon).filter((attachment) => attachment.app === app) : []
  return {
    // The type in the schema is one object, but Heroku sends a list, as in its own example.
    actions: [] as unknown as AddOn['actions'],
    addon_service: expand.has('addon_service') ? service(spec.service) : identity(spec.service),
    app: identity(app),
    billed_price: price(spec),
    billing_entity: { ...identity(app), type: 'app' },
    config_vars: owned.map(variableOf),
    created_at: createdAt.toISOString(),
    id,
    name,
    plan: expand.has('plan') ? plan(spec) : identity(spec),
    provider_id: id,
    ...(addon.state === 'provisioning' ? { provision_message: `${name} is being created in the background.` } : {}),
    // The CLI also knows `deprovisioning`; the schema does not.
    state: addon.state as NonNullable<AddOn['state']>,
    updated_at: createdAt.toISOString(),
    web_url: webUrl(addon),
  }
}

/** `include` lists the optional parts from the request's `Accept-Inclusion`. */
export function attachment(attachment: Attachment, include: ReadonlySet<string> = new Set()): AddOnAttachment {
  const { id, name, addon, app, createdAt } = attachment
  const plan = include.has('addon:plan') ? { plan: identity(addon.plan) } : {}
  return {
    addon: { ...identity(addon), app: identity(addon.app), ...plan },
    app: identity(app),
    ...(include.has('config_vars') ? { config_vars: [variableOf(attachment)] } : {}),
    created_at: createdAt.toISOString(),
    id,
    log_input_url: null,
    name,
    namespace: null,
    updated_at: createdAt.toISOString(),
    web_url: webUrl(addon),
  }
}

export function plan(spec: PlanSpec): Plan {
  const { id, name, description, isDefault, privateSpace, state } = spec
  return {
    addon_service: identity(spec.service),
    compliance: null,
    created_at: epoch,
    default: isDefault,
    description,
    human_name: description,
    id,
    installable_inside_private_network: privateSpace,
    installable_outside_private_network: !privateSpace,
    name,
    price: price(spec),
    space_default: false,
    state,
    updated_at: epoch,
    visible: state === 'ga',
  }
}

export function service({ id, name, humanName }: Service): AddOnService {
  return {
    cli_plugin_name: name === 'heroku-redis' ? name : null,
    created_at: epoch,
    human_name: humanName,
    id,
    name,
    state: 'ga',
    supports_multiple_installations: true,
    supports_sharing: true,
    updated_at: epoch,
  }
}

export function pipeline({ id, name, createdAt }: Pipeline): HerokuPipeline {
  return { created_at: createdAt.toISOString(), id, name, updated_at: createdAt.toISOString() }
}

export function couplings({ id: pipelineId, couplings, createdAt }: Pipeline): readonly PipelineCoupling[] {
  return couplings.map(({ id, app, stage }) => ({
    app: { id: app.id },
    created_at: createdAt.toISOString(),
    id,
    pipeline: { id: pipelineId },
    stage: stage as NonNullable<PipelineCoupling['stage']>,
    updated_at: createdAt.toISOString(),
  }))
}

/** `known`: the releases of the app that this answer may show. */
export function release(
  release: Release,
  app: App,
  state: State,
  known: readonly Release[] = app.releases,
  now = Date.now(),
): HerokuRelease {
  const { id, version, description, createdAt } = release
  const status = statusOf(release, now)
  const newest = known.findLast((other) => {
    const its = statusOf(other, now)
    return its === 'succeeded' || (its === 'pending' && state.behaviour.pendingIsCurrent)
  })
  return {
    addon_plan_names: state.addonsOf(app).map(({ plan }) => plan.name),
    app: identity(app),
    artifacts: [],
    created_at: createdAt.toISOString(),
    current: release === newest,
    description,
    eligible_for_rollback: status === 'succeeded',
    id,
    output_stream_url: null,
    slug: { id: slugId },
    status,
    updated_at: createdAt.toISOString(),
    user: { email: 'owner@example.com', id: '01234567-89ab-cdef-0123-456789abcdef' },
    version,
  }
}

function statusOf({ settlesAt, outcome }: Release, now: number): NonNullable<HerokuRelease['status']> {
  // `expired` is in Heroku's schema, but not yet in the types that are generated from it.
  return (now < settlesAt ? 'pending' : outcome) as NonNullable<HerokuRelease['status']>
}

function identity({ id, name }: { readonly id: string; readonly name: string }): { id: string; name: string } {
  return { id, name }
}

function webUrl({ id, app }: Addon): string {
  return `https://addons-sso.heroku.com/apps/${app.id}/addons/${id}`
}

function price({ cents }: PlanSpec): { cents: number; contract: boolean; unit: string } {
  return { cents, contract: false, unit: 'month' }
}
