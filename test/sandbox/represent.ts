import type {
  AddOn,
  AddOnAttachment,
  AddOnService,
  App as HerokuApp,
  Plan,
  Release as HerokuRelease,
} from '@heroku-cli/schema'
import type { PlanSpec, Service } from './plans.ts'
import type { Addon, App, Attachment, Release, State } from './state.ts'

/** What the sandbox knows, in the words of Heroku's published schema. */

const stack = { id: '69abcdef-89ab-cdef-0123-456789abcdef', name: 'heroku-24' }
const epoch = '2024-01-01T00:00:00Z'

export function app({ id, name, createdAt, space }: App): HerokuApp {
  return {
    acm: false,
    archived_at: null,
    build_stack: stack,
    created_at: createdAt.toISOString(),
    generation: { id: '89abcdef-0123-4567-89ab-cdef01234567', name: 'cedar' },
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
    updated_at: createdAt.toISOString(),
    web_url: `https://${name}.herokuapp.com/`,
  }
}

/** `expand` names what stands in full, as the request's `Accept-Expansion` asks. */
export function addon(addon: Addon, state: State, expand: ReadonlySet<string>): AddOn {
  const { id, name, app, plan: spec, createdAt } = addon
  const owned = state.attachmentsOf(addon).filter((attachment) => attachment.app === app)
  return {
    // The schema's type says one object; Heroku sends a list, as its own example shows.
    actions: [] as unknown as AddOn['actions'],
    addon_service: expand.has('addon_service') ? service(spec.service) : identity(spec.service),
    app: identity(app),
    billed_price: price(spec),
    billing_entity: { ...identity(app), type: 'app' },
    config_vars: owned.map((attachment) => `${attachment.name}_URL`),
    created_at: createdAt.toISOString(),
    id,
    name,
    plan: expand.has('plan') ? plan(spec) : identity(spec),
    provider_id: id,
    ...(addon.state === 'provisioning' ? { provision_message: `${name} is being created in the background.` } : {}),
    state: addon.state,
    updated_at: createdAt.toISOString(),
    web_url: null,
  }
}

export function attachment({ id, name, addon, app, createdAt }: Attachment): AddOnAttachment {
  return {
    addon: { ...identity(addon), app: identity(addon.app) },
    app: identity(app),
    created_at: createdAt.toISOString(),
    id,
    log_input_url: null,
    name,
    namespace: null,
    updated_at: createdAt.toISOString(),
    web_url: null,
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
    cli_plugin_name: null,
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

export function release(release: Release, app: App, state: State, now = Date.now()): HerokuRelease {
  const { id, version, description, createdAt } = release
  const status = statusOf(release, now)
  const newest = app.releases.findLast((other) => statusOf(other, now) === 'succeeded')
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
    slug: null,
    status,
    updated_at: createdAt.toISOString(),
    user: { email: 'owner@example.com', id: '01234567-89ab-cdef-0123-456789abcdef' },
    version,
  }
}

function statusOf({ settlesAt, outcome }: Release, now: number): NonNullable<HerokuRelease['status']> {
  // `expired` is in Heroku's schema, and not yet in the types made from it.
  return (now < settlesAt ? 'pending' : outcome) as NonNullable<HerokuRelease['status']>
}

function identity({ id, name }: { readonly id: string; readonly name: string }): { id: string; name: string } {
  return { id, name }
}

function price({ cents }: PlanSpec): { cents: number; contract: boolean; unit: string } {
  return { cents, contract: false, unit: 'month' }
}
