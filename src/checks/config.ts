import { list } from '../utils/lists.ts'
import { sanitize } from '../utils/text.ts'
import type { Side } from './check.ts'
import { type CheckContext, type CheckOutcome, type Details, fail, pass, skip } from './outcome.ts'
import { failureMessage } from './redis-failure.ts'
import { explainedFailure } from './stale.ts'
import type { AddonFacts, ConfigFacts, ManagedVar, Subject, UrlFacts } from './subject.ts'

export function config(context: CheckContext): CheckOutcome {
  const { subject } = context
  const { config, addon, dryRun } = subject
  if (config === undefined) return skip('There is no add-on to compare the config vars with.')
  if (config.url.state === 'missing' && dryRun) {
    return skip('The add-on has no URL yet; the planned steps would wait for it.')
  }
  if (config.url.state !== 'ok') return withoutUrl(config.url, addon)
  const { readerProblem } = config
  if (readerProblem !== undefined) {
    const differences = describe(config.variables)
    const message = [readerProblem.message, ...(differences === '' ? [] : [differences])].join(' ')
    return fail(readerProblem.reason, message, readerAdvice)
  }
  return compared(context, config)
}

const readerAdvice: Details = {
  cause: 'The `reader` input names a config var that is missing or does not hold a Redis URL.',
  hint: 'Set that config var to the `rediss://` URL of the reader, or leave `reader` empty to read from the writer.',
}

function withoutUrl(url: Exclude<UrlFacts, { readonly state: 'ok' }>, addon: AddonFacts | undefined): CheckOutcome {
  if (url.state === 'unreadable') {
    return fail('config-unreadable', `The URL in ${sanitize(url.configVar, 80)} ${sanitize(url.problem, 160)}.`)
  }
  const names = list(url.configVars, 4)
  const where =
    names === '' ? 'no config var of the app holds it' : `${names} ${url.configVars.length > 1 ? 'are' : 'is'} not set`
  const name = addon === undefined ? '' : ` ${sanitize(addon.name, 80)}`
  return fail('config-missing', `The add-on${name} has no Redis URL: ${where}.`, {
    cause: 'The add-on is new and its URL is not published yet, or `heroku rollback` removed the config var.',
    hint: 'If the add-on is new, run again in a few minutes. Otherwise attach it again with `heroku addons:attach` to restore the config var.',
  })
}

function compared(context: CheckContext, { variables }: ConfigFacts): CheckOutcome {
  const { dryRun, mode } = context.subject
  const wrong = variables.filter(({ state }) => state !== 'ok')
  if (wrong.length === 0) return allMatch(variables)
  const differences = describe(variables)
  if (dryRun) return skip(`${differences} The planned steps would write ${wrong.length === 1 ? 'it' : 'them'}.`)
  const stale = variables.filter(({ state }) => state === 'differs')
  const message = [differences, ...consequences(context)].join(' ')
  const isCheck = mode === 'check'
  if (stale.length > 0) {
    return fail('config-drift', message, isCheck ? { cause: driftCause(stale, context.subject) } : {})
  }
  const rolledBack = wrong.some(({ kind }) => kind === 'live')
  return fail('config-missing', message, isCheck && rolledBack ? { cause: rollback } : {})
}

const rollback = '`heroku rollback` can remove the config var of an attachment while the attachment stays.'

function allMatch(variables: readonly ManagedVar[]): CheckOutcome {
  if (variables.length === 0) return pass('There are no config vars to compare.')
  const sources = [...new Set(variables.map(({ source }) => source))].filter((source) => source !== 'config')
  const what = variables.length === 1 ? 'The config var matches' : `All ${variables.length} config vars match`
  return pass(`${what} ${sources.length === 0 ? sourceName('config') : list(sources.map(sourceName), 4)}.`)
}

/** `REDIS_WRITER_HOST differs from REDIS_URL; REDIS_READER_TLS is missing.` Empty: nothing is wrong. */
function describe(variables: readonly ManagedVar[]): string {
  const stale = variables.filter(({ state }) => state === 'differs')
  const missing = variables.filter(({ state }) => state === 'missing')
  const lost = missing.filter(({ kind }) => kind === 'live')
  const unset = missing.filter(({ kind }) => kind !== 'live')
  const parts = [
    ...[...new Set(stale.map(({ source }) => source))].map((source) => {
      const names = stale.filter((each) => each.source === source).map(({ name }) => name)
      return `${list(names)} ${names.length === 1 ? 'differs' : 'differ'} from ${sourceName(source)}`
    }),
    ...(unset.length > 0
      ? [`${list(unset.map(({ name }) => name))} ${unset.length === 1 ? 'is' : 'are'} missing`]
      : []),
    ...lost.map(({ name }) => `${sanitize(name, 80)} is missing although its attachment exists`),
  ]
  return parts.length === 0 ? '' : `${parts.join('; ')}.`
}

/** `REDIS_URL`, or `the config input`: an input's name is in lower case, a config var's is not. */
function sourceName(source: string): string {
  const name = sanitize(source, 80)
  return name === 'reader' || name === 'config' ? `the \`${name}\` input` : name
}

/** The failures that the stale config vars cause, so that other checks can refer to this one. */
function consequences(context: CheckContext): readonly string[] {
  const { subject } = context
  const { probe } = subject
  const sides: readonly Side[] = ['writer', 'reader']
  const messages = sides.flatMap((side) => {
    const failure = explainedFailure(subject, side)
    return failure && probe ? [failureMessage(failure, probe[side], side, context)] : []
  })
  return messages.slice(0, 1)
}

/** What usually changes these fields. */
function driftCause(stale: readonly ManagedVar[], { maintenance, addon }: Subject): string {
  const fields = new Set(stale.map(({ field }) => field))
  const moved = fields.has('host') || fields.has('port')
  const who = addon?.service === 'heroku-redis' ? 'Heroku' : 'The provider'
  const copies = 'and the copies were not updated'
  if (stale.every(({ side }) => side === 'config')) return 'Someone changed them, or the `config` input was edited.'
  if (moved && maintenance?.known === true && maintenance.value.completedAt !== undefined) {
    return `A maintenance moved the server to another address, ${copies}.`
  }
  if (moved)
    return `${who} moved the server to another address (failover, maintenance, upgrade or plan change), ${copies}.`
  if (fields.has('password') || fields.has('username')) return `${who} rotated the credentials, ${copies}.`
  if (fields.has('url')) return `${who} changed the Redis URL (rotation, failover, maintenance or upgrade), ${copies}.`
  return 'Someone edited them.'
}
