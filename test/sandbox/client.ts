import type { Controls } from './controls.ts'
import { fields } from './http.ts'

/** The controls of a sandbox that runs in another process. */
export function connectSandbox(url: string, token: string): Controls {
  const call = async (control: string, args: readonly unknown[]): Promise<unknown> => {
    const response = await fetch(`${url}/sandbox/controls`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ control, args }),
    })
    const answer = fields(await response.json())
    if (!response.ok) throw new Error(`sandbox: ${String(answer['message'])}`)
    return answer['result']
  }
  return new Proxy({} as Controls, {
    // Without this, `await` would treat the proxy as a promise.
    get: (_, control) =>
      typeof control === 'symbol' || control === 'then' ? undefined : (...args: unknown[]) => call(control, args),
  })
}
