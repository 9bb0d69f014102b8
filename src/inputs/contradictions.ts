import type { HerokuHosts } from '../heroku/hosts.ts'
import { defaultPlan } from '../heroku/plans.ts'
import { configName } from '../state/settings.ts'
import { type Problem, quote } from './problems.ts'
import type { Inputs } from './settings.ts'

/** The inputs while they are read: undefined means omitted or invalid. */
export type Draft = Partial<HerokuHosts> & Undecided<Omit<Inputs, keyof HerokuHosts>>

/** Every member is required, so that none is forgotten. */
type Undecided<T> = { readonly [K in keyof T]: T[K] | undefined }

/** Inputs that are each valid but contradict each other. Inputs that are already invalid are not compared. */
export function contradictions(draft: Draft, invalid: ReadonlySet<string>): readonly Problem[] {
  return rules.flatMap((rule) => rule(draft, invalid) ?? [])
}

type Rule = (draft: Draft, invalid: ReadonlySet<string>) => Problem | undefined

const rules: readonly Rule[] = [
  ({ writerPrefix, readerPrefix }) =>
    writerPrefix === undefined || writerPrefix !== readerPrefix
      ? undefined
      : {
          name: 'reader-prefix',
          got: quote(writerPrefix),
          expected: 'a prefix other than writer-prefix, so that writer and reader have separate config vars',
        },
  ({ config, fields, writerPrefix, readerPrefix }) => {
    if (!config || !fields || writerPrefix === undefined || readerPrefix === undefined) return undefined
    const managed = [writerPrefix, readerPrefix].flatMap((prefix) => fields.map((field) => configName(prefix, field)))
    const doubled = managed.filter((name) => config.has(name))
    return doubled.length === 0
      ? undefined
      : {
          name: 'config',
          expected: `only names that the action does not write itself: remove ${doubled.join(', ')}`,
        }
  },
  ({ mode, dryRun }) =>
    mode === 'check' && dryRun === true
      ? { name: 'dry-run', got: 'true', expected: 'false with mode: check, which changes nothing anyway' }
      : undefined,
  ({ mode, apps }) => {
    if (mode !== 'remove' || !apps) return undefined
    const [only, ...others] = apps
    return only?.kind === 'app' && others.length === 0
      ? undefined
      : { name: 'app', expected: 'the name of one app with mode: remove, which removes from one app at a time' }
  },
  ({ mode, apps, confirm }) => {
    const [only, ...others] = apps ?? []
    if (mode !== 'remove' || only?.kind !== 'app' || others.length > 0 || confirm === only.app) return undefined
    return {
      name: 'confirm',
      got: quote(confirm ?? ''),
      expected: `${JSON.stringify(only.app)} with mode: remove: the value of app, typed again`,
    }
  },
  ({ mode, maintenance }) =>
    maintenance === 'run' && mode !== undefined && mode !== 'setup'
      ? { name: 'maintenance', got: '"run"', expected: `report with mode: ${mode}; only setup runs a maintenance` }
      : undefined,
  ({ plan, version }) => herokuOnly('version', version !== undefined, plan),
  ({ plan, settings }) => herokuOnly('settings', settings !== undefined && Object.keys(settings).length > 0, plan),
  ({ plan, maintenance }) => herokuOnly('maintenance', maintenance === 'run', plan),
  ({ alarmAfter, stateFile }, invalid) =>
    alarmAfter === undefined || alarmAfter.of === 1 || stateFile !== undefined || invalid.has('state-file')
      ? undefined
      : {
          name: 'alarm-after',
          got: quote(alarmAfter.text),
          expected: '1, or a state-file in which the action can count the failing runs',
        },
  ({ stateFile, reportFiles }) =>
    // Many file systems are case-insensitive.
    stateFile !== undefined && reportFiles?.some(({ path }) => path.toLowerCase() === stateFile.toLowerCase()) === true
      ? { name: 'state-file', expected: 'a path other than those of report-file' }
      : undefined,
]

/** Only Heroku Key-Value Store has an API for this. */
function herokuOnly(name: string, isGiven: boolean, plan: Draft['plan']): Problem | undefined {
  return isGiven && plan !== undefined && plan.service !== defaultPlan.service
    ? { name, expected: `no value with plan ${plan.service}:${plan.plan}: it works with ${defaultPlan.service} only` }
    : undefined
}
