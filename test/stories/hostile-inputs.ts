import { describe, expect, onTestFinished, test } from 'vitest'
import { startFakeHeroku } from '../e2e/hostile/servers.ts'
import { expectNoEffect } from '../e2e/hostile/words.ts'
import { requestsOf, type Step } from '../e2e/support.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'

export const invalid = { exitCode: 1, outputs: { status: 'fail', 'failure-reason': 'input-invalid' } }

export interface HostileInputs {
  /** For HEROKU_HOST. `PORT` stands for that of a server that must get nothing. */
  readonly hosts: readonly string[]
  readonly inputs: readonly (readonly [name: string, value: string])[]
}

/** Values that are refused before the first request. */
export function tellHostileInputs(step: Step, sandbox: Sandbox, { hosts, inputs }: HostileInputs): void {
  describe('before the first request', () => {
    test.each(hosts)('HEROKU_HOST %j is refused', async (host) => {
      const fake = await startFakeHeroku(() => ({ body: [] }))
      onTestFinished(() => fake.stop())
      const run = await step(
        sandbox,
        { app: 'my-app' },
        { env: { HEROKU_HOST: host.replace('PORT', String(fake.port)), HEROKU_DATA_HOST: '' } },
      )
      expect(run).toMatchObject(invalid)
      expect(run.annotations[0]?.message).toContain('HEROKU_HOST')
      expect(fake.received()).toBe('')
    })

    test.each(inputs)('%s: %j is refused', async (name, value) => {
      // An environment variable, and therefore an input, cannot contain this value.
      if (value.includes('\u0000')) return
      sandbox.requests.clear()
      const run = await step(sandbox, { app: 'my-app', [name]: value })
      expect(run).toMatchObject(invalid)
      expect(run.annotations[0]?.message).toContain(`${name}: `)
      expectNoEffect(run)
      expect(requestsOf(sandbox)).toEqual([])
      expect(Object.keys(run.files).filter((path) => !path.startsWith('$'))).toEqual([])
    })
  })
}
