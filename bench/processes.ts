import { spawn } from 'node:child_process'

/** Runs a program and measures the time of the process. @throws Error when it fails */
export async function timed(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<{ readonly ms: number; readonly stdout: string }> {
  const start = performance.now()
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => (output[stream] += chunk))
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const ms = performance.now() - start
  if (code !== 0) throw new Error(`${command} ${args[0]} ended with ${code}:\n${output.stderr}${output.stdout}`)
  return { ms, stdout: output.stdout }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
