import { once } from 'node:events'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect, getCACertificates, type TLSSocket } from 'node:tls'
import { failure } from '../failure/catalogue.ts'
import { abortable, isTimeout, timeLimit } from '../utils/abort.ts'
import type { Secret } from '../utils/secret.ts'
import { sanitize } from '../utils/text.ts'
import { openTunnel, ProxyError, proxyFor, proxyName } from './proxy-agent.ts'

export const defaultPort = 5_000
/** Longer than any that Heroku sends. */
const longestGreeting = 1_000

/**
 * Attaches to a one-off dyno: standard input and output of its command as one stream (the Heroku CLI does the same,
 * lib/run/dyno.ts). The connection goes through the runner's proxy where there is one, and is encrypted and verified. A
 * connection that ends before the greeting gives a stream that ends: Heroku sometimes loses the output of a dyno.
 * @throws Failure `dyno-failed`, `network` (the proxy) · the signal's reason
 */
export async function connectRendezvous(attachUrl: Secret, timeoutMs: number, signal: AbortSignal): Promise<Duplex> {
  const url = URL.parse(attachUrl.reveal())
  if (url?.protocol === 'https:') {
    throw failure(
      'dyno-failed',
      'Heroku attaches to one-off dynos of this space by SSH, which this action does not speak.',
      {
        cause: 'The app is in a Shield Private Space.',
        remedy:
          'Run the workflow on a Heroku-hosted GitHub Actions runner inside the space, with `probe-from: runner`.',
      },
    )
  }
  const secret = url === null ? '' : url.pathname.slice(1) + url.search
  if (url?.protocol !== 'rendezvous:' || url.hostname === '' || secret === '') {
    throw failure('dyno-failed', 'Heroku returned no address to attach to the one-off dyno.')
  }
  const limit = timeLimit(timeoutMs, signal)
  const place: Place = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? defaultPort : Number(url.port),
  }
  const tunnel = await throughProxy(place, timeoutMs, limit, signal)
  const socket = connect({
    ...(tunnel ? { socket: tunnel } : place),
    host: place.host,
    // An address is no server name (RFC 6066).
    servername: isIP(place.host) === 0 ? place.host : '',
    ca: [...getCACertificates('default'), ...getCACertificates('system')],
  })
  socket.on('error', () => undefined)
  try {
    await abortable(once(socket, 'secureConnect'), limit)
    socket.write(`${secret}\r\n`)
    await abortable(skipGreeting(socket), limit)
    return socket
  } catch (error) {
    socket.destroy()
    tunnel?.destroy()
    signal.throwIfAborted()
    throw failure('dyno-failed', `Attaching to the one-off dyno failed: ${reasonOf(error, timeoutMs)}.`)
  }
}

interface Place {
  readonly host: string
  readonly port: number
}

/** Undefined: no proxy is set for this host. */
async function throughProxy(
  { host, port }: Place,
  timeoutMs: number,
  limit: AbortSignal,
  signal: AbortSignal,
): Promise<Duplex | undefined> {
  const target = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`
  let proxy: URL | undefined
  try {
    proxy = proxyFor(new URL(`https://${target}`))
    if (!proxy) return undefined
    const tunnel = await abortable(openTunnel(proxy, target, limit), limit)
    tunnel.on('error', () => undefined)
    return tunnel
  } catch (error) {
    signal.throwIfAborted()
    const why = error instanceof ProxyError && !limit.aborted ? error.message : reasonOf(limit.reason, timeoutMs)
    const name = proxy ? ` ${proxyName(proxy)}` : ''
    throw failure(
      'network',
      `The runner's proxy${name} gave no connection to ${target}, where Heroku attaches one-off dynos: ${sanitize(why, 200)}.`,
      {
        cause:
          'The proxy is down, wants other credentials, or does not allow this host or this port; many allow port 443 only.',
        remedy: `Allow ${target} in the proxy, or exempt ${host} with NO_PROXY if the runner can reach it directly. If neither is possible, run the job where Redis can be reached, with \`probe-from: runner\`.`,
      },
    )
  }
}

/** Up to the end of the first line. What follows it is put back. */
async function skipGreeting(socket: TLSSocket): Promise<void> {
  let text = Buffer.alloc(0)
  while (!text.includes('\n')) {
    const chunk = await readChunk(socket)
    if (chunk === undefined) return
    text = Buffer.concat([text, chunk])
    if (text.length > longestGreeting) throw new Error('it did not greet')
  }
  const end = text.indexOf('\n')
  if (text.subarray(0, end).toString('latin1').trim() !== 'rendezvous') throw new Error('it did not greet')
  const rest = text.subarray(end + 1)
  if (rest.length > 0) socket.unshift(rest)
}

/** Undefined: the connection has ended. */
function readChunk(socket: TLSSocket): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const finish = (chunk: Buffer | undefined): void => {
      socket.off('readable', read).off('end', end).off('close', end)
      resolve(chunk)
    }
    const end = (): void => finish(undefined)
    const read = (): void => {
      const chunk = socket.read() as Buffer | null
      if (chunk !== null) finish(chunk)
    }
    socket.on('readable', read).once('end', end).once('close', end)
    if (socket.destroyed || socket.readableEnded) end()
    else read()
  })
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (isTimeout(error)) return `no answer within ${timeoutMs / 1_000} s`
  const { code, message } = error as { code?: unknown; message?: unknown }
  return sanitize(typeof code === 'string' ? code : String(message), 100)
}
