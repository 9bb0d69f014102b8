import { Failure } from '../../../src/failure/failure.ts'
import type { Addon, Attachment } from '../../../src/heroku/api.ts'
import { readInputs, type InputName } from '../../../src/inputs/inputs.ts'
import type { Inputs } from '../../../src/inputs/settings.ts'
import { chosenAddon } from '../../../src/state/addon.ts'
import { initiallyKnown, type Known } from '../../../src/state/known.ts'
import type { Observed } from '../../../src/state/observed.ts'
import type { StateSettings } from '../../../src/state/settings.ts'
import { Secret } from '../../../src/utils/secret.ts'

export const url = 'rediss://:p%40ss@ec2-1.compute.amazonaws.com:21850'

export function inputs(given: Partial<Record<InputName, string>> = {}): Inputs {
  return readInputs((name) => ({ app: 'my-app', ...given })[name] ?? '', {}, '/workspace')
}

export function addon(given: Partial<Addon> = {}): Addon {
  return {
    id: 'id-1',
    name: 'redis-one',
    app: 'my-app',
    service: 'heroku-redis',
    plan: 'heroku-redis:premium-0',
    state: 'provisioned',
    configVars: ['REDIS_URL'],
    ...given,
  }
}

export function attachment(name: string, of: Addon, configVars?: readonly string[], app = 'my-app'): Attachment {
  const tie = { id: `attachment-${name}`, name, app, addon: { id: of.id, name: of.name, app: of.app } }
  return configVars ? { ...tie, configVars } : tie
}

export function observed(
  addons: readonly Addon[],
  config: Record<string, string>,
  attachments: readonly Attachment[] = [],
): Observed {
  return {
    app: 'my-app',
    addons,
    attachments,
    config: new Map(Object.entries(config).map(([name, value]) => [name, new Secret(value)])),
  }
}

export const good: Record<string, string> = {}
for (const prefix of ['REDIS_WRITER', 'REDIS_READER']) {
  Object.assign(good, {
    [`${prefix}_HOST`]: 'ec2-1.compute.amazonaws.com',
    [`${prefix}_PORT`]: '21850',
    [`${prefix}_PASSWORD`]: 'p@ss',
    [`${prefix}_USERNAME`]: 'default',
    [`${prefix}_TLS`]: 'true',
  })
}

/** The failure that is thrown. @throws when there is none */
export function errorOf(work: () => unknown): Failure {
  try {
    work()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

/** Empty when nothing is thrown. */
export function reasonOf(work: () => unknown): string {
  try {
    work()
    return ''
  } catch {
    return errorOf(work).reason
  }
}

/** Everything that the failure says. */
export function messageOf(work: () => unknown): string {
  return JSON.stringify(errorOf(work).explanation)
}

export function known(seen: Observed, given: StateSettings = inputs()): Known {
  return initiallyKnown(seen, chosenAddon(seen, given))
}
