import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type CommandResult, runCommand, tokenOfCli } from '../../../src/heroku/token.ts'

const signal = new AbortController().signal
const cli = (stdout: string, exitCode = 0) => tokenOfCli(async () => ({ exitCode, stdout }), signal)

describe('the login of the Heroku CLI', () => {
  test.each([
    ['alone', 'HRKU-0123456789\n'],
    ['after warnings', ' ›   Warning: update available\nHRKU-0123456789\n'],
    ['with the line ends of Windows', 'HRKU-0123456789\r\n\r\n'],
  ])('gives its token %s', async (_, stdout) => {
    const token = await cli(stdout)
    expect(token.reveal()).toBe('HRKU-0123456789')
    expect(String(token)).toBe('***')
  })

  test.each<readonly [string, CommandResult, string]>([
    ['nobody is logged in', { exitCode: 100, stdout: '' }, 'the Heroku CLI is not logged in'],
    ['it fails after a token', { exitCode: 1, stdout: 'HRKU-0123456789' }, 'the Heroku CLI is not logged in'],
    ['it prints nothing', { exitCode: 0, stdout: '\n \n' }, 'the Heroku CLI is not logged in'],
    ['it prints something else', { exitCode: 0, stdout: 's3cret words' }, '`heroku auth:token` did not print a token'],
    ['it prints too little', { exitCode: 0, stdout: 's3cret' }, '`heroku auth:token` did not print a token'],
  ])('gives none when %s, and nothing that it printed is repeated', async (_, { stdout, exitCode }, why) => {
    const error = await cli(stdout, exitCode).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      reason: 'token-missing',
      message: `No Heroku API token: the api-key input and HEROKU_API_KEY are empty, and ${why}.`,
    })
    expect(JSON.stringify(error)).not.toMatch(/s3cret|HRKU/)
  })

  test('is not waited for without end', async () => {
    await expect(tokenOfCli(() => new Promise(() => undefined), signal, 50)).rejects.toMatchObject({
      reason: 'token-missing',
      message: expect.stringContaining('and the Heroku CLI did not answer.') as string,
    })
  })

  test('is not waited for when the run is cancelled', async () => {
    const cancel = new AbortController()
    const pending = tokenOfCli(() => new Promise(() => undefined), cancel.signal)
    cancel.abort()
    await expect(pending).rejects.toMatchObject({ reason: 'cancelled' })
  })
})

describe('a program of this machine', () => {
  const folders: string[] = []
  afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true }))))

  async function program(script: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'program-'))
    folders.push(folder)
    const path = join(folder, 'heroku')
    await writeFile(path, `#!/bin/sh\n${script}\n`)
    await chmod(path, 0o755)
    return path
  }

  test('gets none of the inputs, and nothing that it prints is repeated', async () => {
    const heard: unknown[] = []
    const listen = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => heard.push(chunk) > 0)
    const env = {
      PATH: '/usr/bin:/bin',
      HOME: '/home/me',
      'INPUT_API-KEY': 's3cret',
      INPUT_READER: 's3cret',
      GONE: undefined,
    }
    try {
      const path = await program('echo "$# $1"; env; echo s3cret-on-stderr >&2; exit 3')
      const { exitCode, stdout } = await runCommand(path, ['auth:token; echo x'], env)
      expect(exitCode).toBe(3)
      const [args, ...seen] = stdout.trim().split('\n')
      expect(args).toBe('1 auth:token; echo x')
      expect(seen).toContain('HOME=/home/me')
      expect(stdout).not.toMatch(/INPUT_|GONE|s3cret/)
      expect(heard.join('')).not.toMatch(/s3cret|auth:token/)
    } finally {
      listen.mockRestore()
    }
  })

  test('that does not exist is an error', async () => {
    await expect(runCommand('/nowhere/heroku', [], {})).rejects.toThrow(/Unable to locate executable|nowhere/)
  })
})
