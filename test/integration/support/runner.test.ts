import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Masks } from '../../support/masks.ts'
import { expectNoSecrets, keyValues, parseCommand, runAction } from '../../support/runner.ts'

const password = 'p@ss/w"ord&<1>'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A bundle of a few lines, run as the real one is. */
async function bundle(name: string, script: string): Promise<string> {
  const path = join(folder, `${name}.mjs`)
  await writeFile(path, `import { appendFileSync, writeFileSync } from 'node:fs'\nconst env = process.env\n${script}`)
  return path
}

describe('runAction', () => {
  it('provides inputs with the defaults of action.yml, an empty workspace, and nothing from this machine', async () => {
    process.env['HEROKU_API_KEY'] = 'of this machine'
    const outcome = await runAction({
      inputs: { app: 'shop', 'dry-run': 'true' },
      env: { EXTRA: '1', CI: '' },
      bundle: await bundle('inputs', `writeFileSync('seen.json', JSON.stringify({ ...env, cwd: process.cwd() }))`),
    })
    delete process.env['HEROKU_API_KEY']
    const seen = JSON.parse(outcome.files['seen.json'] ?? '') as Record<string, string | undefined>
    expect(seen).toMatchObject({ INPUT_APP: 'shop', 'INPUT_DRY-RUN': 'true', INPUT_MODE: 'setup', EXTRA: '1' })
    expect(seen).not.toHaveProperty('HEROKU_API_KEY')
    expect(seen).not.toHaveProperty('CI')
    // An input that is not set is an empty string to the runner; to the toolkit that is the same as none.
    expect(seen).not.toHaveProperty('INPUT_PLAN')
    expect(seen['cwd']).toBe(seen['GITHUB_WORKSPACE'])
    expect(Object.keys(outcome.files).filter((path) => !path.startsWith('$'))).toEqual(['seen.json'])
    expect(outcome.exitCode).toBe(0)
  })

  it('reads outputs, annotations, masks and the log as the runner does', async () => {
    const outcome = await runAction({
      bundle: await bundle(
        'commands',
        `console.log('before: hunter22')
         console.log('::add-mask::hunter22')
         console.log('::group::Phase 100%25')
         console.log('after: hunter22')
         console.log('::endgroup::')
         console.log('::debug::quiet')
         console.log('::error title=a%3Ab%2Cc,file=x.yml::two%0Alines hunter22')
         appendFileSync(env.GITHUB_OUTPUT, 'plain=1\\nlong<<EOT\\na\\nb\\nEOT\\nbad<<EOT\\nx hunter22 y\\nEOT\\n')
         appendFileSync(env.GITHUB_STEP_SUMMARY, '# hi')
         process.exitCode = 3`,
      ),
    })
    expect(outcome).toMatchObject({
      exitCode: 3,
      outputs: { plain: '1', long: 'a\nb' },
      droppedOutputs: ['bad'],
      masks: ['hunter22'],
      summary: '# hi',
      annotations: [{ kind: 'error', title: 'a:b,c', file: 'x.yml', message: 'two\nlines ***' }],
      log: ['before: hunter22', '##[group]Phase 100%', 'after: ***', '##[endgroup]', '##[error]two', 'lines ***'],
    })
  })

  it('sends a signal at the given moment, and kills what does not end', async () => {
    const waits = await bundle(
      'waits',
      `process.on('SIGTERM', () => { console.log('bye'); process.exit(9) }); setInterval(() => {}, 1000); console.log('ready')`,
    )
    const asked = await runAction({
      bundle: waits,
      during: async ({ child, logged }) => {
        await logged('ready')
        child.kill('SIGTERM')
      },
    })
    expect(asked).toMatchObject({ exitCode: 9, log: ['ready', 'bye'], timedOut: false })
    const stuck = await runAction({ bundle: waits, timeoutMs: 500 })
    expect(stuck).toMatchObject({ exitCode: null, signal: 'SIGKILL', timedOut: true })
  })

  it('rejects when the action ends without printing what the test waits for', async () => {
    const run = runAction({ bundle: await bundle('silent', ''), during: ({ logged }) => logged(/never/) })
    await expect(run).rejects.toThrow('never')
  })

  it('throws at commands that only an attacker would write', () => {
    for (const line of ['::set-output name=a::b', ' \u00A0::stop-commands::x', 'text ##[add-mask]x', 'a ##[group]b']) {
      expect(() => parseCommand(line)).toThrow('foreign command')
    }
    expect(parseCommand('text ::error::x')).toBeUndefined()
  })

  it('reads command files and refuses broken ones', () => {
    expect(keyValues('a=b=c\nd<<X\n\nX\n')).toEqual({ a: 'b=c', d: '' })
    expect(() => keyValues('a<<X\nb')).toThrow('delimiter')
    expect(() => keyValues('nonsense')).toThrow('Invalid format')
  })
})

describe('Masks', () => {
  it('hides a value in each of the runner’s encodings, and overlapping ones as one', () => {
    const masks = new Masks()
    masks.add('abc"def\nsecond line')
    masks.add('def2')
    expect(masks.apply('1 second line 2 abc\\"def 3')).toBe('1 *** 2 *** 3')
    expect(masks.apply(`x${Buffer.from('abc"def').toString('base64')}`)).toBe('x***')
    masks.add('back\\slash')
    expect(masks.apply(JSON.stringify('back\\slash'))).toBe('"***"')
    masks.add('abcdef22')
    expect(masks.apply('abcdef22 end')).toBe('*** end')
  })
})

describe('expectNoSecrets', () => {
  const clean = { stdout: '::add-mask::p@ss/w"ord&<1>\nfine', stderr: '', files: {}, outputs: {}, summary: '' }
  const leak = (stderr: string) => () => {
    expectNoSecrets({ ...clean, stderr }, [password])
  }

  it('accepts a clean run, apart from mask commands', () => {
    expect(() => {
      expectNoSecrets(clean, [password])
    }).not.toThrow()
  })

  it.each([
    ['raw', password],
    ['upper case', password.toUpperCase()],
    ['percent-encoded', encodeURIComponent(password)],
    ['every byte percent-encoded', Buffer.from(password).toString('hex').replace(/../g, '%$&')],
    ['base64', Buffer.from(password).toString('base64')],
    ['base64 after one byte', Buffer.from(`:${password}`).toString('base64')],
    ['base64 after two bytes, more behind', Buffer.from(`u:${password}@host`).toString('base64')],
    ['base64url', Buffer.from(`${password}???>>>`).toString('base64url')],
    ['hex', Buffer.from(password).toString('hex').toUpperCase()],
    ['JSON', JSON.stringify(password)],
    ['JSON in JSON', JSON.stringify(JSON.stringify(password))],
    ['JSON with \\u', 'p\\u0040ss/w\\u0022ord\\u0026\\u003c1\\u003e'],
    ['HTML', 'p@ss/w&quot;ord&amp;&lt;1&gt;'],
    ['numeric entities', Array.from(password, (c) => `&#${String(c.charCodeAt(0))};`).join('')],
    ['our own Markdown', 'p<span>@</span>ss/w"ord&#38;&#60;1&#62;'],
    ['backslashes', String.raw`p@ss/w\"ord\&\<1\>`],
    ['zero width', password.replace('w', 'w\u200B')],
    ['reversed', Array.from(password).toReversed().join('')],
  ])('finds a secret: %s', (_, text) => {
    expect(leak(`noise ${text} noise`)).toThrow('secret 0 appears in stderr')
  })

  it('finds what is secret in a URL by itself, and looks everywhere', () => {
    const url = 'rediss://default:s3%2Fcret-1@host:6379'
    const places = [
      { ...clean, stdout: 's3/cret-1' },
      { ...clean, stdout: ' ::add-mask::s3/cret-1' },
      { ...clean, files: { 'report.json': 's3%2Fcret-1' } },
      { ...clean, files: { 's3%2Fcret-1': '' } },
      { ...clean, outputs: { a: 'default:s3/cret-1' } },
      { ...clean, summary: Buffer.from(':s3/cret-1').toString('base64') },
    ]
    for (const place of places) {
      expect(() => {
        expectNoSecrets(place, [url])
      }).toThrow('Secrets leaked')
    }
    expect(() => {
      expectNoSecrets({ ...clean, stdout: 'default host:6379 rediss' }, [url])
    }).not.toThrow()
  })

  it('does not repeat the secret, and refuses to search for a short one', () => {
    expect(leak(password)).not.toThrow(password)
    expect(() => {
      expectNoSecrets(clean, ['ab'])
    }).toThrow('too short')
  })
})
