import { explain } from '../failure/catalogue.ts'
import { sanitize } from '../utils/text.ts'
import { HerokuFailure } from './errors.ts'
import { TransportError } from './transport.ts'

interface Kind {
  /** It passes when other work of this run ends. */
  readonly transient?: true
  readonly when: (error: TransportError) => boolean
  readonly what: (error: TransportError, host: string) => string
  readonly cause: string
  readonly remedy: (host: string) => string
}

const unresolved: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EAI_NONAME',
  'ENODATA',
])
const unrouted: ReadonlySet<string> = new Set([
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'ENETDOWN',
  'EACCES',
  'EPERM',
])
/** Codes of Node and OpenSSL for a certificate that does not verify. */
const untrusted =
  /^(?:UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|CERT_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|ERR_TLS_INVALID)/

/** The runner's own network: none of this is Heroku's, and a look at status.heroku.com would be a waste of time. */
const kinds: readonly Kind[] = [
  {
    when: ({ code, proxy }) => code === 'PROXY' && proxy !== undefined,
    what: ({ proxy, message }, host) => `The runner's proxy ${proxy ?? ''} gave no connection to ${host}: ${message}`,
    cause: "The runner's proxy is down, does not allow Heroku's hosts, or wants other credentials.",
    remedy: (host) =>
      `Check HTTPS_PROXY on the runner (address, user and password), allow ${host}:443 in the proxy, or exempt heroku.com with NO_PROXY.`,
  },
  {
    when: ({ code, proxy }) => code === 'PROXY' && proxy === undefined,
    what: ({ message }, host) => `The runner cannot connect to ${host}: ${message}`,
    cause: 'HTTPS_PROXY is set to something that is not the URL of a proxy.',
    remedy: () =>
      'Set HTTPS_PROXY on the runner to a URL such as http://user:password@proxy.example.com:3128, with the password percent-encoded.',
  },
  {
    when: ({ code }) => unresolved.has(code),
    what: ({ code }, host) => `The runner cannot resolve ${host} (${code})`,
    cause: "The runner's DNS does not know Heroku's host, as in a network where only a proxy resolves names.",
    remedy: (host) => `Check DNS on the runner (\`getent hosts ${host}\`); where a proxy is needed, set HTTPS_PROXY.`,
  },
  {
    when: ({ code }) => untrusted.test(code),
    what: ({ code }, host) => `The runner does not trust the certificate of ${host} (${code})`,
    cause: 'A proxy on the way opens TLS with an authority of its own, or the clock of the runner is wrong.',
    remedy: () =>
      "Set NODE_EXTRA_CA_CERTS on the runner to a file with the proxy's authority, and check the runner's clock.",
  },
  {
    when: ({ code }) => code === 'EPROTO' || code.startsWith('ERR_SSL_'),
    what: ({ code }, host) => `What answers for ${host} does not speak TLS as Heroku does (${code})`,
    cause: 'A proxy or firewall on the way answers instead of Heroku.',
    remedy: () => 'Check the proxy variables (HTTPS_PROXY, NO_PROXY) and the firewall of the runner.',
  },
  {
    when: ({ code }) => code === 'EMFILE' || code === 'ENFILE',
    transient: true,
    what: ({ code }, host) => `The runner has no file descriptor left for a connection to ${host} (${code})`,
    cause: 'The limit of open files is too low for so many apps at the same time.',
    remedy: () => 'Raise the limit on the runner (`ulimit -n 1024`), or check fewer apps in one step.',
  },
  {
    when: ({ code }) => unrouted.has(code),
    what: ({ code }, host) => `The runner has no route to ${host} (${code})`,
    cause: 'The network of the runner does not lead to the internet, or a firewall forbids it.',
    remedy: (host) => `Allow ${host}:443 in the firewall of the runner; where a proxy is needed, set HTTPS_PROXY.`,
  },
]

/** What went wrong between the runner and Heroku: `network` when it is the runner's side, which a retry seldom changes. */
export function unreached(
  error: TransportError,
  {
    host,
    request,
    requestId,
    scrub,
  }: {
    readonly host: string
    readonly request: string
    readonly requestId: string
    readonly scrub: (text: string) => string
  },
): { readonly failure: HerokuFailure; readonly transient: boolean } {
  const outcome = error.sent ? 'unknown' : 'refused'
  const kind = kinds.find(({ when }) => when(error))
  if (kind) {
    const what = `${sanitize(scrub(kind.what(error, host)), 400)}.`
    const explanation = explain('network', what, { cause: kind.cause, remedy: kind.remedy(host) })
    return { failure: new HerokuFailure(explanation, { outcome }), transient: kind.transient === true }
  }
  const { code, message } = error
  // Node's messages name hosts and codes, never headers; some leave the code out.
  const why = code === '' || message.includes(code) ? message : `${code} ${message}`
  const what = `Heroku did not answer ${request}: ${sanitize(scrub(why), 200)}.`
  const failure = new HerokuFailure(explain('heroku-unavailable', what, { requestId }), { outcome })
  return { failure, transient: true }
}
