import { describe, expect, test } from 'vitest'
import type { VarChange } from '../../../src/state/var-change.ts'
import { mergeChanges } from '../../../src/state/var-change.ts'

describe('a run that writes more than once', () => {
  const first: readonly VarChange[] = [
    { name: 'REDIS_WRITER_HOST', kind: 'update', from: 'old.example.com', to: 'between.example.com' },
    { name: 'REDIS_WRITER_PASSWORD', kind: 'update' },
  ]

  test('lists each config var once, from its first value to its last', () => {
    const second: readonly VarChange[] = [
      { name: 'REDIS_WRITER_HOST', kind: 'update', from: 'between.example.com', to: 'new.example.com' },
      { name: 'REDIS_WRITER_PASSWORD', kind: 'update' },
      { name: 'REDIS_WRITER_PORT', kind: 'add', to: '6379' },
    ]
    expect(mergeChanges(first, second)).toEqual([
      { name: 'REDIS_WRITER_HOST', kind: 'update', from: 'old.example.com', to: 'new.example.com' },
      { name: 'REDIS_WRITER_PASSWORD', kind: 'update' },
      { name: 'REDIS_WRITER_PORT', kind: 'add', to: '6379' },
    ])
  })

  test('keeps what the second write did not touch', () => {
    expect(mergeChanges(first, [])).toEqual(first)
    expect(mergeChanges([], first)).toEqual(first)
  })
})
