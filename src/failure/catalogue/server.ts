import type { FailureReason } from '../failure.ts'
import {
  changeSetting,
  command,
  type Entry,
  isHeroku,
  largerPlan,
  setupHelps,
  type Situation,
  sourceAsSubject,
  sourceOf,
  support,
  whereToLook,
} from '../situation.ts'

/** Answers of a server that was reached. */
export const serverEntries = {
  'redis-no-permission': {
    title: 'The Redis user lacks a permission',
    cause: 'The access rules (ACL) of the user do not allow the command or the keys.',
    remedy: 'Extend the access rules of the user, or use a user without restrictions.',
  },
  'redis-loading': {
    title: 'The server is loading its data',
    cause: ({ maintenance }) =>
      maintenance === 'running'
        ? 'Heroku is running a maintenance on the server.'
        : 'The server was restarted, or a replica is copying all data from its primary.',
    remedy: 'Run again when the data is loaded. The larger the data, the longer it takes.',
  },
  'redis-busy': {
    title: 'A script blocks the server',
    cause: 'A Lua script or function has been running for seconds, and Redis runs one command at a time.',
    remedy: (situation) =>
      `Find the script in the app. ${isHeroku(situation) ? `In ${command('redis:cli', situation)}, ` : ''}\`SCRIPT KILL\` ends a script that has not written anything.`,
  },
  'redis-read-only': {
    title: 'The writer is a replica',
    cause: (situation) =>
      setupHelps(situation)
        ? 'After a failover the config vars still name the former primary.'
        : isHeroku(situation)
          ? situation.maintenance === 'running'
            ? 'Heroku is running a maintenance on the server.'
            : 'A failover is in progress, and the server is currently a replica.'
          : `${sourceAsSubject(situation)} names a replica.`,
    remedy: (situation) =>
      setupHelps(situation)
        ? 'Run with `mode: setup` to write the address of the current primary.'
        : isHeroku(situation)
          ? `Run again in a minute. If it persists, check ${whereToLook(situation)}.`
          : `Use the address of the primary in ${sourceOf(situation)}.`,
  },
  'redis-master-down': {
    title: 'The replica has lost its primary',
    cause:
      'The link to the primary is down, and the replica is set to refuse requests rather than answer with old data.',
    remedy: (situation) =>
      `Check the primary and the network between the two. Until the link is back, ${readFromWriter(situation)}.`,
  },
  'redis-out-of-memory': {
    title: 'Redis is full and refuses writes',
    cause: 'Memory is at its limit, and the eviction policy does not allow Redis to remove keys.',
    remedy: (situation) =>
      `Delete keys or set expiries, use an eviction policy if the data is a cache (${changeSetting(situation, 'maxmemory-policy', 'allkeys-lru')}), or ${largerPlan(situation)}.`,
  },
  'redis-persistence-failing': {
    title: 'Redis cannot save to disk',
    cause: 'The last save to disk failed, so the server refuses writes.',
    remedy: (situation) => `The disk belongs to the provider: ${support(situation)}, and quote the name of the add-on.`,
  },
  'redis-no-replicas': {
    title: 'Too few replicas to accept writes',
    cause: 'The server requires a number of healthy replicas (`min-replicas-to-write`) and has fewer.',
    remedy: (situation) => `Run again in a minute: a failover can cause it. If it persists, ${support(situation)}.`,
  },
  'redis-cluster': {
    title: 'The endpoint is a Redis Cluster',
    cause: 'The endpoint is one node of a cluster, which distributes the keys over several servers.',
    remedy: 'Use an endpoint that is not clustered: one primary, with or without replicas.',
  },
  'redis-sentinel': {
    title: 'The endpoint is a Redis Sentinel',
    cause: 'Sentinels monitor Redis servers and hold no data.',
    remedy: 'Use the address of the primary that the Sentinel monitors.',
  },
  'redis-protected-mode': {
    title: 'Redis is in protected mode',
    cause: 'The server has no password and therefore accepts connections from its own machine only.',
    remedy: 'Set a password on the server (`requirepass` or an ACL user).',
  },
  'redis-quota': {
    title: 'A quota of the provider is used up',
    cause: 'The provider limits requests, bandwidth or storage, and the limit is reached.',
    remedy: (situation) => `Check when the quota is reset in ${whereToLook(situation)}, or ${largerPlan(situation)}.`,
  },
  'redis-wrong-data': {
    title: 'Redis returned the wrong data',
    cause: 'A proxy or another service answers in place of the server, or the key was changed in between.',
    remedy: (situation) =>
      `Check that host and port in ${sourceOf(situation)} are a Redis server, and that no proxy is in between.`,
  },
  'redis-error': {
    title: 'Redis answered with an error',
    cause: 'The server refused the command with an error that this action does not know.',
    remedy: 'Look up the quoted error in the documentation of the provider.',
  },
} as const satisfies Partial<Record<FailureReason, Entry>>

function readFromWriter({ servers }: Situation): string {
  return servers === 'one' ? 'use the address of the primary' : 'send reads to the writer (leave `reader` empty)'
}
