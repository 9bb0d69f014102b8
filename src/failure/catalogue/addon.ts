import type { FailureReason } from '../failure.ts'
import { command, type Entry, isHeroku, ownerOf, type Situation } from '../situation.ts'

/** The add-on: life cycle, plan, version, settings and maintenance. */
export const addonEntries = {
  'plan-not-found': {
    title: 'Plan not available',
    cause: 'The name of the plan is misspelled, the plan was retired, or it is not offered for this app.',
    remedy: choosePlan,
  },
  'addon-missing': {
    title: 'No Redis add-on',
    cause: 'The add-on was never created, was removed, or is not attached to this app.',
    remedy: ({ mode }) =>
      mode === 'setup'
        ? 'Correct the `addon` input, or attach the add-on to the app with `heroku addons:attach`.'
        : 'Run with `mode: setup` to create it, or attach one of another app with `heroku addons:attach`.',
  },
  'addon-ambiguous': {
    title: 'More than one Redis add-on matches',
    cause: 'The app has several Redis add-ons, and the wrong choice would point the app at the wrong data.',
    remedy: (situation) =>
      `Set \`addon\` to one of the names that ${command('addons', situation, { addon: false })} lists.`,
  },
  'addon-shared': {
    title: 'The add-on is shared',
    cause: 'Another app owns the add-on or is attached to it, and would be affected.',
    remedy: (situation) => `Run this on ${ownerOf(situation)}, or detach the other apps first.`,
  },
  'provision-failed': {
    title: 'The add-on could not be provisioned',
    cause: 'The provider could not create the add-on, or someone removed it while the action waited.',
    remedy: (situation) =>
      `Check the activity of the app and ${isHeroku(situation) ? 'https://status.heroku.com' : 'the status page of the provider'}, then run again.`,
  },
  'provision-timeout': {
    title: 'The add-on is not ready yet',
    cause: (situation) =>
      isHeroku(situation)
        ? 'Heroku is still working on the add-on. Large plans and plans in Private Spaces take longer.'
        : 'The provider is still working on the add-on.',
    remedy: (situation) =>
      situation.mode === 'check'
        ? `Run again when ${command('addons:info', situation)} shows that it is ready.`
        : 'Run again to continue waiting for the same add-on, or raise `provision-timeout`.',
  },
  'plan-mismatch': {
    title: 'The add-on has another plan',
    cause: 'The plan was changed outside this workflow, or `plan` was changed after the add-on was created.',
    remedy: (situation) => changeOrKeep(situation, 'plan', 'plan-mismatch: change'),
  },
  'plan-change-failed': {
    title: 'The plan could not be changed',
    cause:
      'The change was refused: the data may be too large for the plan, the plans may be of different kinds, or another change is in progress.',
    remedy: (situation) =>
      `Check ${command('addons:info', situation)}, and choose a plan of the same kind that holds the data.`,
  },
  'version-mismatch': {
    title: 'The server runs another version',
    cause: 'The server was created with another version, or has not been upgraded yet.',
    remedy: (situation) =>
      isHeroku(situation)
        ? changeOrKeep(situation, 'version', 'version-mismatch: change', ' (irreversible)')
        : 'Upgrade the server at its provider, or set `version` to the version in use.',
  },
  'upgrade-failed': {
    title: 'The upgrade failed',
    cause: (situation) =>
      `${isHeroku(situation) ? 'Heroku' : 'The provider'} refused the upgrade or did not complete it in time.`,
    remedy: (situation) =>
      isHeroku(situation)
        ? `Check ${command('redis:info', situation)}, then run again: an upgrade in progress is continued, not started twice.`
        : 'Upgrade the server at its provider.',
  },
  maintenance: {
    title: 'Heroku maintenance',
    cause: 'Heroku maintains the server. Afterwards the Redis URL names another server, and every copy of it is stale.',
    remedy: maintenanceRemedy,
  },
  'rotation-failed': {
    title: 'The credentials could not be rotated',
    cause: 'The rotation was refused, or the new credentials did not appear in time.',
    remedy: (situation) =>
      isHeroku(situation)
        ? `Check ${command('redis:info', situation)}. To write the credentials that are valid now, run with \`mode: setup\`.`
        : 'Rotate the credentials at the provider, then run with `mode: setup` to write them.',
  },
  settings: {
    title: 'Server settings differ',
    cause: 'The settings were changed outside this workflow, or never applied.',
    remedy: (situation) => {
      if (!isHeroku(situation)) return 'Change the settings at the provider of the server.'
      if (situation.shared === true) return `Set \`settings\` on ${ownerOf(situation)}.`
      return situation.mode === 'setup'
        ? `Compare them with ${command('redis:info', situation)}, and find out what else changes them.`
        : 'Run with `mode: setup` to apply `settings`.'
    },
  },
  standby: {
    title: 'The standby is not available',
    cause: ({ changed, maintenance }) =>
      changed === true
        ? 'Heroku is still preparing the standby after the change that this run made.'
        : maintenance === 'running'
          ? 'A maintenance is running.'
          : 'Heroku is replacing the standby, after a failover for instance, or the standby has failed.',
    remedy: (situation) =>
      isHeroku(situation)
        ? `Without a standby there is nothing to fail over to. If ${command('redis:info', situation)} still shows it after an hour, open a ticket at https://help.heroku.com.`
        : 'Ask the provider of the add-on.',
  },
} as const satisfies Partial<Record<FailureReason, Entry>>

/** Keep the current value or change it; in `check` mode, setup changes it. */
function changeOrKeep(situation: Situation, input: 'plan' | 'version', change: string, note = ''): string {
  if (situation.shared === true) {
    return `Set \`${input}\` to the ${input} in use, or change it on ${ownerOf(situation)}.`
  }
  const how = situation.mode === 'setup' ? `set \`${change}\`` : `run with \`mode: setup\` and \`${change}\``
  return `Set \`${input}\` to the ${input} in use, or ${how} to change it${note}.`
}

function maintenanceRemedy(situation: Situation): string {
  const { maintenance, mode, shared } = situation
  if (shared === true) return `Run it from ${ownerOf(situation)}, then run with \`mode: setup\` on this app.`
  const progress = command('data:maintenances:info', situation)
  if (maintenance === 'running') {
    return mode === 'setup'
      ? `Run again when ${progress} shows that it is completed.`
      : `When ${progress} shows that it is completed, run with \`mode: setup\` to update the config vars.`
  }
  const how = mode === 'setup' ? 'Set `maintenance: run`' : 'Run with `mode: setup` and `maintenance: run`'
  return `${how} during a quiet period. The action then waits for the maintenance, updates the config vars and tests the new server.`
}

function choosePlan({ plan, provider }: Situation): string {
  const service = /^([a-z][a-z0-9-]*):/.exec(plan ?? '')?.[1] ?? (provider === 'other' ? undefined : 'heroku-redis')
  return service === undefined
    ? 'Set `plan` to one that the provider offers.'
    : `Set \`plan\` to one that \`heroku addons:plans ${service}\` lists.`
}
