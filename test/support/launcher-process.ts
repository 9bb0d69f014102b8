// The process behind launcher.ts.
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { Message, News } from './launcher.ts'

process.on('message', ({ id, command, args, cwd, log, input }: Message) => {
  const tell = (news: News): void => {
    if (process.connected) process.send?.(news)
  }
  const output = openSync(log, 'w')
  const child = spawn(command, args, { cwd, stdio: ['pipe', output, output] })
  closeSync(output)
  child.once('error', (error) => tell({ id, ended: `${command}: ${error.message}` }))
  child.once('exit', () => tell({ id, ended: 'it ended' }))
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)
  if (child.pid !== undefined) tell({ id, pid: child.pid })
})
