import { describe, expect, it } from 'vitest'
import { annotations, workflowFile } from '../../../src/report/annotations.ts'
import { fleet, healthy, hostile } from '../../support/fixtures/results.ts'
import { errors, finding, only } from './fixtures.ts'

describe('annotations', () => {
  it('are at most nine of a kind, so that GitHub drops none and the line of setFailed fits', () => {
    const all = annotations(fleet(500), errors)
    for (const kind of ['error', 'warning']) expect(all.filter((each) => each.kind === kind)).toHaveLength(9)
    expect(
      all.filter(({ message }) => /^And \d+ more (errors|warnings), see the summary\.$/.test(message)),
    ).toHaveLength(2)
  })

  it('are nine when there are nine', () => {
    const findings = Array.from({ length: 9 }, () => finding('memory', 'warn', { reason: 'memory' }))
    const app = { ...only(healthy()), findings }
    const all = annotations({ ...healthy(), apps: [app] }, errors)
    expect(all.every(({ title }) => title === 'shop: memory')).toBe(true)
    expect(all).toHaveLength(9)
  })

  it('are one line of at most 4,096 characters whatever a server answers', () => {
    const app = only(healthy())
    const findings = [finding('connect', 'fail', { message: hostile.repeat(500), hint: hostile.repeat(500) })]
    const [first] = annotations({ ...healthy(), apps: [{ ...app, findings }] }, errors)
    expect(first?.message.length).toBeLessThanOrEqual(4_096)
    expect(first?.message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  it('show the first finding of every app before the second of any', () => {
    const findings = [finding('config', 'fail'), finding('connect', 'fail')]
    const apps = ['a', 'b'].map((app) => ({ ...only(healthy()), report: { ...only(healthy()).report, app }, findings }))
    const titles = annotations({ ...healthy(), apps }, errors).map(({ title }) => title)
    expect(titles).toEqual(['a: config', 'b: config', 'a: connect', 'b: connect'])
  })

  it('point at the workflow file when it is in this repository', () => {
    const ref = 'octo/shop/.github/workflows/redis health.yml@refs/heads/a@b'
    expect(workflowFile({ GITHUB_WORKFLOW_REF: ref, GITHUB_REPOSITORY: 'octo/shop' })).toBe(
      '.github/workflows/redis health.yml',
    )
    for (const other of [
      { GITHUB_WORKFLOW_REF: ref, GITHUB_REPOSITORY: 'octo/other' },
      { GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/../x.yml@y', GITHUB_REPOSITORY: 'octo/shop' },
      { GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/a\n::error::.yml@y', GITHUB_REPOSITORY: 'octo/shop' },
      { GITHUB_REPOSITORY: 'octo/shop' },
      {},
    ]) {
      expect(workflowFile(other)).toBeUndefined()
    }
  })
})
