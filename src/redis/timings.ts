import type { Timings } from './facts.ts'

/** DNS + TCP + TLS + login in milliseconds, as far as it went; undefined: nothing was tried. */
export function totalMs({ dnsMs, tcpMs, tlsMs, loginMs }: Timings): number | undefined {
  const stages = [dnsMs, tcpMs, tlsMs, loginMs].filter((ms) => ms !== undefined)
  return stages.length === 0 ? undefined : stages.reduce((sum, ms) => sum + ms, 0)
}
