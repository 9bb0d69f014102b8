import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { relayCommand, relayScript } from '../../../src/redis/relay-script.ts'

test('the command holds nothing that the launcher of buildpacks would evaluate', () => {
  const command = relayCommand({ cnb: true })
  expect(command).toBe(`launcher ${relayCommand({ cnb: false })}`)
  expect(command).not.toMatch(/[$`"\\!]/)
  // launch/bash.go does this to each word.
  const words = execFileSync('bash', [
    '-c',
    `set -- ${relayCommand({ cnb: false })}; for word; do eval echo "\\"$word\\""; done`,
  ])
  expect(words.toString()).toBe('sh\n-c\necho heroku-redis-action; bash || sh\n')
})

test.each(['sh', 'bash'])('the script is one for %s', (shell) => {
  expect(() => execFileSync(shell, ['-n'], { input: relayScript('0123') })).not.toThrow()
  expect(relayScript('0123')).toContain('nonce=0123\n')
})
