import { describe, expect, onTestFinished, test } from 'vitest'
import { bulk, startFakeRedis } from '../e2e/hostile/servers.ts'
import { expectNoEffect, hostileLines, hostileWords } from '../e2e/hostile/words.ts'
import { reportOf, type Step } from '../e2e/support.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'

/** The sandbox has an app `my-app` with Redis. `only`: these replies; absent: all. */
export function tellHostileRedis(step: Step, sandbox: Sandbox, only?: readonly string[]): void {
  describe('a hostile Redis', () => {
    const password = 'secret-of-the-reader'

    async function readFrom(answer: (command: string) => string | undefined) {
      const fake = await startFakeRedis({ answer })
      onTestFinished(() => fake.stop())
      const run = await step(
        sandbox,
        {
          app: 'my-app',
          mode: 'check',
          reader: `redis://default:${password}@127.0.0.1:${String(fake.port)}`,
          'reader-prefix': 'OTHER',
          'report-file': 'a.json, a.xml',
          'connect-timeout': '3s',
          'command-timeout': '2s',
        },
        { secrets: [password], env: { RUNNER_DEBUG: '1' } },
      )
      expectNoEffect(run)
      expect(run.files['a.xml']).not.toMatch(/<img|<script/)
      return run
    }

    const info = (value: string): string =>
      bulk(
        [
          'redis_version',
          'server_name',
          'run_id',
          'role',
          'master_replid',
          'master_link_status',
          'maxmemory_policy',
          'used_memory',
          'maxmemory',
          'connected_clients',
          'maxclients',
          'evicted_keys',
          'rejected_connections',
          '__proto__',
        ]
          .map((name) => `${name}:${value}`)
          .join('\r\n'),
      )

    const replies: readonly (readonly [what: string, answer: (command: string) => string | undefined])[] = [
      ['in every line of INFO', (command: string) => (command === 'INFO' ? info(hostileWords) : undefined)],
      ['in numbers that are none', (command: string) => (command === 'INFO' ? info('1e999') : undefined)],
      ['in numbers below zero', (command: string) => (command === 'INFO' ? info('-9007199254740993') : undefined)],
      [
        'in an error at login, with the password',
        (command: string) =>
          command === 'AUTH' ? `-WRONGPASS ${password} ${hostileWords.replaceAll('\n', ' ')}\r\n` : undefined,
      ],
      [
        'in an error to each command',
        (command: string) =>
          ['HELLO', 'AUTH'].includes(command) ? undefined : `-ERR ${hostileWords.replaceAll('\n', ' ')}\r\n`,
      ],
      ['in an error code', (command: string) => (command === 'PING' ? '-::set-output::x name=a\r\n' : undefined)],
      ['in what was never asked', () => `+PONG\r\n${bulk(hostileLines)}>1\r\n+x\r\n`],
      ['in what is no Redis', () => `HTTP/1.1 200 OK\r\n\r\n${hostileLines}`],
      ['with no end', (command: string) => (command === 'INFO' ? `$900000000\r\n${'x'.repeat(9_000_000)}` : undefined)],
    ]
    const wanted = only === undefined ? replies : replies.filter(([what]) => only.includes(what))

    test.each(wanted)('its replies are shown as text: %s', async (_, answer) => {
      const run = await readFrom(answer)
      expect(reportOf(run).apps).toHaveLength(1)
    })
  })
}
