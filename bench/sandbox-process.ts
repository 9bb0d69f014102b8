import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { connectSandbox } from '../test/sandbox/client.ts'
import type { Controls } from '../test/sandbox/controls.ts'

export interface SandboxProcess {
  readonly control: Controls
  /** As the Heroku CLI and the action read them. */
  readonly env: { readonly HEROKU_HOST: string; readonly HEROKU_DATA_HOST: string }
  readonly token: string
  stop(): Promise<void>
}

/** The sandbox in a separate process, so that its work does not affect the measurements. */
export async function startSandboxProcess(): Promise<SandboxProcess> {
  const main = join(import.meta.dirname, '..', 'test', 'sandbox', 'main.ts')
  const child = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] })
  child.stdout.setEncoding('utf8')
  let output = ''
  for await (const chunk of child.stdout) {
    output += String(chunk)
    if (output.includes('HEROKU_API_KEY=')) break
  }
  const exported = (name: string): string => new RegExp(`export ${name}=(\\S+)`).exec(output)?.[1] ?? ''
  const env = { HEROKU_HOST: exported('HEROKU_HOST'), HEROKU_DATA_HOST: exported('HEROKU_DATA_HOST') }
  const token = exported('HEROKU_API_KEY')
  return {
    control: connectSandbox(env.HEROKU_HOST, token),
    env,
    token,
    stop: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
