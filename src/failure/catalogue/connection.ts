import type { FailureReason } from '../failure.ts'
import {
  changeSetting,
  type Entry,
  isHeroku,
  isInsideSpace,
  largerPlan,
  sentences,
  setupHelps,
  type Situation,
  sourceAsSubject,
  sourceOf,
  support,
  whereToLook,
} from '../situation.ts'

const again = 'Run again in a few minutes.'
const setup = (what: string): string => `Run with \`mode: setup\` to write the current ${what}.`

/** DNS, TCP, TLS and login. */
export const connectionEntries = {
  'redis-dns': {
    title: 'The host name does not resolve',
    cause: (situation) =>
      setupHelps(situation)
        ? 'The config vars are stale: the server was replaced, and its old host name no longer exists.'
        : situation.changed === true
          ? 'The server is new, and its host name has not reached the DNS of the runner yet.'
          : isHeroku(situation)
            ? 'The DNS of the runner does not know the name, or Heroku is replacing the server.'
            : situation.ownServer === true
              ? `The host name in ${sourceOf(situation)} is misspelled or no longer exists.`
              : `The server in ${sourceOf(situation)} was replaced or removed, or the DNS of the runner does not know its name.`,
    remedy: (situation) =>
      setupHelps(situation)
        ? setup('host')
        : isHeroku(situation)
          ? `${again} If it persists, check ${whereToLook(situation)}, and look up the name on the runner with \`nslookup\`.`
          : correct(situation, 'host'),
  },
  'redis-refused': {
    title: 'The connection was refused',
    cause: (situation) =>
      setupHelps(situation)
        ? 'The config vars are stale: nothing listens on the old host and port.'
        : situation.changed === true
          ? 'The server is restarting after the change that this run made.'
          : isHeroku(situation)
            ? (duringMaintenance(situation) ?? 'The server is restarting or failing over.')
            : 'The server is down, listens on another port, or a firewall rejects the runner.',
    remedy: (situation) =>
      setupHelps(situation)
        ? setup('host and port')
        : isHeroku(situation)
          ? `${again} If it persists, check ${whereToLook(situation)}.`
          : `Check ${whereToLook(situation)}, and the host and port in ${sourceOf(situation)}.`,
  },
  'redis-timeout': {
    // Also where there is no route: that is no time-out.
    title: 'Redis did not answer',
    cause: timeoutCause,
    remedy: timeoutRemedy,
  },
  'redis-connection-lost': {
    title: 'The connection was lost',
    cause: (situation) =>
      (isHeroku(situation) ? duringMaintenance(situation) : undefined) ??
      'The server restarted or failed over during the test, or a firewall or proxy closed the connection.',
    remedy: (situation) => `${again} If it persists, check ${whereToLook(situation)}.`,
  },
  'redis-tls-required': {
    title: 'The server requires TLS',
    cause: (situation) =>
      setupHelps(situation) && situation.tlsVariable !== undefined
        ? `The config var ${situation.tlsVariable} does not turn TLS on.`
        : isHeroku(situation)
          ? 'The client does not use TLS. Heroku requires TLS on every plan.'
          : `${sourceAsSubject(situation)} does not turn TLS on.`,
    remedy: (situation) =>
      setupHelps(situation) && situation.tlsVariable !== undefined
        ? `Run with \`mode: setup\` to set ${situation.tlsVariable} to \`true\`.`
        : situation.ownServer === true
          ? `Use the TLS URL of the server (\`rediss://\`) in ${sourceOf(situation)}.`
          : 'Use the TLS URL of the server (`rediss://`). If another config var holds it, name that one with `addon`.',
  },
  'redis-tls-not-offered': {
    title: 'The server does not offer TLS',
    cause:
      'The client started a TLS handshake on a port without TLS, or client and server have no TLS version in common.',
    remedy: (situation) =>
      setupHelps(situation) && situation.tlsVariable !== undefined
        ? `Run with \`mode: setup\` to set ${situation.tlsVariable} as the Redis URL says.`
        : `Use the TLS port of the server. If it has none, use \`redis://\`${situation.ownServer === true ? ` in ${sourceOf(situation)}` : ''}, over a trusted network only.`,
  },
  'redis-certificate': {
    title: 'The certificate is not trusted',
    cause: ({ tlsVerify, provider }) =>
      tlsVerify === 'pin'
        ? 'The server presents another certificate than the pinned one. A failover, an upgrade or a plan change replaces it; otherwise someone may intercept the connection.'
        : provider === 'other'
          ? 'The certificate is self-signed, has expired, or was issued for another host name.'
          : 'Heroku’s certificates are self-signed, so `tls-verify: full` cannot succeed there.',
    remedy: ({ tlsVerify, fingerprint }) => {
      const pin =
        fingerprint === undefined ? 'sha256:<hex>` with the fingerprint of the server' : `sha256:${fingerprint}`
      const pinned = fingerprint === undefined ? `\`tls-verify: ${pin}` : `\`tls-verify: ${pin}\``
      return tlsVerify === 'pin'
        ? `If you expected the change, set ${pinned}. If not, find out why it changed first.`
        : `Pin the certificate once you trust it (${pinned}), or set \`tls-verify: none\` to encrypt without verification.`
    },
  },
  'redis-client-certificate': {
    title: 'The server requires a client certificate',
    cause: 'The server asks for mutual TLS, which this action does not support.',
    remedy: 'Turn client certificates off for this endpoint, or use an endpoint without them.',
  },
  'redis-too-many-clients': {
    // True also where the server hung up and its limit is only the most likely reason.
    title: 'The server accepts no new connections',
    cause: (situation) =>
      situation.probable === true
        ? 'The server closed the connection before the TLS handshake, as it does when the connection limit is reached. A firewall, an allow list, a load balancer without a backend, or a proxy can look the same.'
        : 'The connection pools of the app, times processes and dynos, use every connection that the server allows.',
    remedy: (situation) =>
      sentences(
        situation.probable === true && `Check the connections in use with ${whereToLook(situation)}.`,
        `Reduce the pool sizes, close idle connections sooner (${changeSetting(situation, 'timeout', '60')}), or ${largerPlan(situation)}.`,
      ),
  },
  'redis-auth-required': {
    title: 'The server requires a password',
    cause: (situation) =>
      setupHelps(situation)
        ? 'The password config var is empty or was removed.'
        : `No password was sent: ${sourceOf(situation)} has none.`,
    remedy: (situation) =>
      setupHelps(situation)
        ? setup('password')
        : situation.ownServer === true
          ? correct(situation, 'password')
          : `Look up the credentials at the provider. If its URL has no password, ${support(situation)}.`,
  },
  'redis-wrong-password': {
    title: 'Redis rejected the password',
    cause: (situation) =>
      setupHelps(situation)
        ? 'The credentials were rotated, and the config vars still hold the old ones.'
        : isHeroku(situation)
          ? (duringMaintenance(situation) ?? 'The credentials are probably being rotated at this moment.')
          : `The password or the user name in ${sourceOf(situation)} is wrong or no longer valid.`,
    remedy: (situation) =>
      setupHelps(situation)
        ? setup('credentials')
        : isHeroku(situation)
          ? `Run again in a minute. If it persists, ${situation.mode === 'rotate' || situation.shared === true ? support(situation) : 'run with `mode: rotate` for new credentials'}.`
          : situation.ownServer === true
            ? correct(situation, 'credentials')
            : `Compare the credentials in ${sourceOf(situation)} with ${whereToLook(situation)}.`,
  },
} as const satisfies Partial<Record<FailureReason, Entry>>

function duringMaintenance({ maintenance }: Situation): string | undefined {
  return maintenance === 'running' ? 'Heroku is running a maintenance on the server.' : undefined
}

function correct(situation: Situation, what: string): string {
  return situation.ownServer === true
    ? `Correct the ${what} in ${sourceOf(situation)}.`
    : `Compare the ${what} in ${sourceOf(situation)} with ${whereToLook(situation)}.`
}

function timeoutCause(situation: Situation): string {
  const { stage } = situation
  if (isInsideSpace(situation) && situation.probeFrom !== 'dyno') {
    return `The plan ${situation.plan ?? ''} can be reached from inside its Private Space only.`
  }
  if (setupHelps(situation) && situation.mode === 'check') {
    return 'The config vars are stale: the old server no longer answers.'
  }
  if (stage === 'tls') return 'The server does not offer TLS on this port, or it is overloaded.'
  if (stage === 'login' || stage === 'command') return 'The server is overloaded, or a slow command blocks it.'
  if (situation.unreachable === true) {
    const from = situation.probeFrom === 'dyno' ? 'The dyno' : 'The runner'
    return `${from} is not connected to the network of the server (a private network, for example), or the address is an IPv6 address and it has no IPv6.`
  }
  const maintenance = isHeroku(situation) ? duringMaintenance(situation) : undefined
  return maintenance ?? 'A firewall blocks the runner, or the server is overloaded or down.'
}

function timeoutRemedy(situation: Situation): string {
  if (isInsideSpace(situation) && situation.probeFrom !== 'dyno') {
    return 'Set `probe-from: dyno`, or run the job on a runner inside the space.'
  }
  if (setupHelps(situation) && situation.mode === 'check') return setup('host and port')
  if (situation.unreachable === true) {
    return situation.probeFrom === 'dyno'
      ? `Check the host in ${sourceOf(situation)} and the network between the app and the server (peering, VPN), or use a host name with an IPv4 address.`
      : 'Run the job on a runner in the network of the server, set `probe-from: dyno` if the app can reach it, or use a host name with an IPv4 address.'
  }
  const input = situation.stage === 'command' ? 'command-timeout' : 'connect-timeout'
  return `Check ${whereToLook(situation)} and the firewall rules between the runner and Redis. If the connection is slow but sound, raise \`${input}\`.`
}
