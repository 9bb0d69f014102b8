import type { FailureReason } from '../failure.ts'
import { changeSetting, type Entry, isHeroku, largerPlan, ownerOf, sentences, type Situation } from '../situation.ts'

/** Replication, latency, capacity and version. */
export const healthEntries = {
  'not-a-replica': {
    title: 'The reader is not a replica of the writer',
    cause: ({ servers, provider }) =>
      servers === 'one'
        ? sentences(
            'Reader and writer are one server.',
            provider !== 'other' && 'Heroku Key-Value Store offers no readable replica.',
          )
        : 'The reader’s address belongs to another server, or a promotion separated the two.',
    remedy: ({ servers }) =>
      servers === 'one'
        ? 'Point `reader` at a replica of this writer, or set `require-replica: false`.'
        : 'Point `reader` at a replica of this writer, or leave it empty to read from the writer.',
  },
  'replication-lag': {
    title: 'The replica lags behind',
    cause: 'The replica or the network between the two cannot keep up with the writes.',
    remedy:
      'Read what must be current from the writer. Look for bulk writes, slow commands on the replica, and a long network path.',
  },
  'replication-broken': {
    title: 'Replication is broken',
    cause: 'The network between replica and primary is down, or a promotion left two primaries.',
    remedy: 'Read from the writer (leave `reader` empty) until the replica is in sync.',
  },
  latency: {
    title: 'Redis is slow to answer',
    cause: 'The server is busy with slow commands, or far away from where the test runs.',
    remedy:
      'Look for slow commands (KEYS, large values, long scripts). If the distance is the cause, raise `latency` or run the job closer.',
  },
  memory: {
    title: 'Memory is nearly full',
    cause: 'Keys without an expiry accumulate, or the data has outgrown the server.',
    remedy: (situation) => `Set expiries on keys, or ${largerPlan(situation)} before writes are refused.`,
  },
  eviction: {
    title: 'Keys are evicted, or writes will be refused',
    cause: 'The server is short of memory, and the eviction policy decides what happens then.',
    remedy: (situation) =>
      `Choose the policy that fits the data (${changeSetting(situation, 'maxmemory-policy', 'allkeys-lru')} for a cache), set expiries, or ${largerPlan(situation)}.`,
  },
  connections: {
    title: 'Connections are nearly used up',
    cause: 'The connection pools of the app, times processes and dynos, come close to the limit.',
    remedy: (situation) =>
      `Reduce the pool sizes, close idle connections sooner (${changeSetting(situation, 'timeout', '60')}), or ${largerPlan(situation)}.`,
  },
  version: {
    title: 'Support for the version ends',
    cause: ({ provider }) =>
      provider === 'other'
        ? 'The provider ends support for old versions.'
        : 'Heroku ends support for old versions, and then upgrades them at a time that it chooses.',
    remedy: upgradeRemedy,
  },
  trend: {
    title: 'A limit will be reached soon',
    cause: 'Usage has grown steadily over the last runs.',
    remedy: (situation) => `Find out what grows, or ${largerPlan(situation)} before the limit is reached.`,
  },
} as const satisfies Partial<Record<FailureReason, Entry>>

function upgradeRemedy(situation: Situation): string {
  if (!isHeroku(situation)) return 'Upgrade the server at its provider.'
  if (situation.shared === true) return `Upgrade it during a quiet period from ${ownerOf(situation)}.`
  const settings = '`version: 9` and `version-mismatch: change` (irreversible)'
  return situation.mode === 'setup'
    ? `Upgrade during a quiet period: set ${settings}.`
    : `Upgrade during a quiet period: run with \`mode: setup\`, ${settings}.`
}
