import type { EndpointFacts, ProbeFacts, RedisFailure } from '../redis/facts.ts'
import { sanitize } from '../utils/text.ts'
import { type CheckContext, type CheckOutcome, fail, isReported, pass, seeCheck, skip } from './outcome.ts'
import { ifConnected, ifInformed, isOneServer } from './preconditions.ts'
import { failureMessage, isSameCause, redisFailure } from './redis-failure.ts'
import { staleFailure } from './stale.ts'

export function role(context: CheckContext): CheckOutcome {
  const { side } = context
  if (side === 'writer') return ifConnected(context, (writer) => writerRole(context, writer))
  return ifConnected(context, (reader, probe) => {
    const { unsupported } = reader
    if (unsupported !== undefined) return redisFailure(context, 'role', unsupported, reader)
    return ifConnected(context, () => readerRole(context, probe), 'writer')
  })
}

function writerRole(context: CheckContext, writer: EndpointFacts): CheckOutcome {
  const { info, hello, unsupported } = writer
  if (unsupported !== undefined) return redisFailure(context, 'role', unsupported, writer)
  const known = info?.ok === true ? info.value : hello
  if (known?.role === 'slave') return replicaAsWriter(context, writer)
  if (known?.role === 'master') return primary(context, info?.ok === true && info.value.activeReplica === true)
  if (info?.ok === false && !isWithheld(info.failure)) return brokenInfo(context, writer)
  return ifInformed(writer, () => skip('Not known: the server does not say whether it is a primary.'))
}

/** This user may not run INFO, which says nothing about the health of the server. */
function isWithheld({ reason, unknownCommand }: RedisFailure): boolean {
  return reason === 'redis-no-permission' || unknownCommand === true
}

function primary(context: CheckContext, isActive: boolean): CheckOutcome {
  const write = context.outcomeOf('write', 'writer')
  if (write?.status === 'fail' && write.reason === 'redis-read-only') {
    return seeCheck('write', 'The writer says that it is a primary, but it refuses writes.')
  }
  return pass(isActive ? 'The writer is a primary that replicates with another primary.' : 'The writer is a primary.')
}

function replicaAsWriter(context: CheckContext, { info, write }: EndpointFacts): CheckOutcome {
  const isWritable = (info?.ok === true && info.value.replicaReadOnly === false) || write?.ok === true
  if (!isWritable) {
    const message = 'The writer is a replica and refuses writes.'
    return staleFailure(context, 'writer')?.reason === 'redis-read-only'
      ? seeCheck('config', message)
      : fail('redis-read-only', message)
  }
  return fail('redis-read-only', 'The writer is a replica that accepts writes, but its primary never receives them.', {
    cause:
      'The replica is configured as writable (`replica-read-only no`), and the URL names it instead of its primary.',
    hint: 'Use the address of the primary.',
  })
}

/** The checks that read INFO skip when it fails, so this one reports why. */
function brokenInfo(context: CheckContext, writer: EndpointFacts): CheckOutcome {
  const { info } = writer
  if (info?.ok !== false) return skip('Not known: INFO was not requested.')
  const { failure } = info
  const write = context.outcomeOf('write', 'writer')
  if (write?.status === 'fail' && isSameCause(write.reason, failure.reason)) {
    return seeCheck('write', failureMessage(failure, writer, 'writer', context))
  }
  const outcome = redisFailure(context, 'role', failure, writer)
  return outcome.status === 'fail' ? { ...outcome, status: 'warn' } : outcome
}

function readerRole(context: CheckContext, probe: ProbeFacts): CheckOutcome {
  const { requireReplica } = context.settings
  const { role, proof, split } = probe.pair
  const value = { value: role }
  const shown = sanitize(proof, 200)
  const wrong = (message: string): CheckOutcome => fail('not-a-replica', message, value)
  switch (role) {
    case 'replica':
      return pass(`The reader is a replica of the writer: ${shown}.`, value)
    case 'active-active':
      return pass(`Reader and writer are primaries that replicate each other: ${shown}.`, value)
    case 'stranger':
      return wrong('The reader is a replica of another server: it never receives what the writer writes.')
    case 'primary':
      return split
        ? wrong('A promotion separated reader and writer: they are two primaries now.')
        : wrong('The reader is a separate primary: it never receives what the writer writes.')
    case 'same-server':
      return requireReplica
        ? wrong('The reader is the same server as the writer, and `require-replica` asks for a replica.')
        : pass(`The reader is the same server as the writer${noReplica(context)}.`, value)
    case 'unknown':
      if (isReported(context, 'role', 'writer') && isOneServer(probe)) return seeCheck('role', `Not known: ${shown}.`)
      return requireReplica
        ? fail(
            'not-a-replica',
            `\`require-replica\` asks for a replica, but it is not proven that the reader is one: ${shown}.`,
            {
              ...value,
              cause: 'The servers do not say enough about themselves, for instance because INFO is denied.',
              hint: 'Allow the user to run INFO on both servers, or set `require-replica: false`.',
            },
          )
        : skip(`Not known: ${shown}.`)
  }
}

function noReplica({ subject }: CheckContext): string {
  return subject.addon?.service === 'heroku-redis' ? ': Heroku offers no readable replica' : ''
}
