import { beforeEach, describe, expect, it } from 'vitest'
import { createFleetLog, createLog, createProgress } from '../../../src/runner/log.ts'
import type { Runner } from '../../../src/runner/runner.ts'

let lines: string[] = []
let now = 0

const runner = (debugging = false): Runner => ({
  env: {},
  debugging,
  input: () => '',
  mask: () => undefined,
  line: (text) => lines.push(text),
  startGroup: (title) => lines.push(`[${title}`),
  endGroup: () => lines.push(']'),
  annotate: () => undefined,
  output: () => undefined,
  summary: () => undefined,
  fail: () => undefined,
})

const clock = (): number => now

beforeEach(() => {
  lines = []
  now = 7_000
})

describe('createLog', () => {
  it('closes a group and prints how long it took, also after an error', async () => {
    const log = createLog(runner(), clock)
    const failing = log.phase('Provision', () => {
      log.info('asking')
      now += 2_500
      return Promise.reject(new Error('no'))
    })
    await expect(failing).rejects.toThrow('no')
    log.info('after')
    expect(lines).toEqual(['[Provision', 'asking', 'took 2.5 s', ']', 'after'])
  })

  it('closes a group when the work throws synchronously', async () => {
    const log = createLog(runner(), clock)
    const failing = log.phase('Provision', () => {
      throw new Error('at once')
    })
    await expect(failing).rejects.toThrow('at once')
    expect(lines.at(-1)).toBe(']')
  })

  it('prints a heading for a phase within a phase, because groups do not nest', async () => {
    const log = createLog(runner(), clock)
    await log.phase('outer', () => log.phase('inner', () => Promise.resolve()))
    expect(lines).toEqual(['[outer', 'inner', 'took 0 ms', 'took 0 ms', ']'])
  })

  it('prints no line that the runner would obey', async () => {
    const log = createLog(runner(true), clock)
    log.info('::error::x\n::set-output name=a::b')
    log.debug('100% ##[group]x\r::error::y')
    await log.phase('\u001B[1m::endgroup::', () => Promise.resolve())
    expect(lines.slice(0, 3)).toEqual([
      ': :error::x ::set-output name=a::b',
      '::debug::100%25 ## [group]x ::error::y',
      '[: :endgroup::',
    ])
  })

  it('prints debug lines only with RUNNER_DEBUG', () => {
    createLog(runner(false), clock).debug('GET /apps')
    expect(lines).toEqual([])
  })
})

describe('createFleetLog', () => {
  it('keeps two apps apart, each as one closed group with its debug lines', async () => {
    const one = createFleetLog(runner(true), 'one', clock)
    const two = createFleetLog(runner(true), 'two', clock)
    one.info('a')
    two.info('b')
    one.debug('c')
    await two.phase('Checks', () => {
      two.info('d')
      now += 1_000
      return Promise.resolve()
    })
    two.info('e')
    expect(lines).toEqual([])
    two.close('healthy')
    one.close('failed')
    expect(lines).toEqual([
      '[two: healthy',
      'b',
      'Checks',
      '  d',
      '  took 1 s',
      'e',
      'took 1 s',
      ']',
      '[one: failed',
      'a',
      '::debug::c',
      'took 1 s',
      ']',
    ])
  })

  it('prints once, later lines immediately, and debug lines only with RUNNER_DEBUG', () => {
    const log = createFleetLog(runner(), 'one', clock)
    log.debug('GET /apps')
    log.close('done')
    log.close('done')
    log.info('late')
    expect(lines).toEqual(['[one: done', 'took 0 ms', ']', 'late'])
  })

  it('does not fill the memory', () => {
    const log = createFleetLog(runner(), 'one', clock)
    for (let line = 0; line < 5_000; line++) log.info(String(line))
    log.close('done')
    expect(lines).toHaveLength(2_004)
    expect(lines.at(-3)).toBe('… 3000 more lines omitted')
  })
})

describe('createProgress', () => {
  it('prints about twenty lines of progress, and always the last', () => {
    const progress = createProgress(runner(), 203)
    for (let app = 0; app < 203; app++) progress.done(app % 50 === 0 ? 'fail' : 'pass')
    expect(lines).toHaveLength(19)
    expect(lines[0]).toBe('11 of 203 apps done: 10 passed, 0 with warnings, 1 failed')
    expect(lines.at(-1)).toBe('203 of 203 apps done: 198 passed, 0 with warnings, 5 failed')
  })

  it('prints every app of a small fleet', () => {
    const progress = createProgress(runner(), 2)
    progress.done('warn')
    expect(lines).toEqual(['1 of 2 apps done: 0 passed, 1 with warnings, 0 failed'])
  })
})
