import { describe, expect, test } from 'vitest'
import { action, problems, workflowOf } from './github.ts'
import { read } from './files.ts'

// The validator guards everything else in this folder: show that it sees what it is there to see.
describe("GitHub's own validator, told about our action", () => {
  const steps = (text: string) => problems('.github/workflows/try.yml', workflowOf(text) ?? '')
  const ours = '- uses: OWNER/heroku-redis-action@v1\n  id: redis\n  with:\n    app: my-app\n'

  test('finds nothing wrong with a right step and a known output', async () => {
    expect(await steps(`${ours}- run: true\n  if: steps.redis.outputs.status == 'pass'\n`)).toEqual([])
  })

  test('sees an unknown input', async () => {
    expect(await steps(`${ours}    replicas: 2\n`)).toEqual([
      expect.stringContaining("Invalid action input 'replicas'"),
    ])
  })

  test('sees a missing input', async () => {
    expect(await steps('- uses: OWNER/heroku-redis-action@v1\n')).toEqual([
      expect.stringContaining('Missing required input `app`'),
    ])
  })

  test.each(["  if: steps.redis.outputs.url == ''\n", '  env:\n    A: ${{ steps.redis.outputs.url }}\n'])(
    'sees an unknown output in %j',
    async (use) => {
      expect(await steps(`${ours}- run: true\n${use}`)).toEqual([expect.stringContaining('url')])
    },
  )

  test('sees an unknown output of a job', async () => {
    const text = `on: push
jobs:
  redis:
    runs-on: ubuntu-latest
    outputs:
      status: \${{ steps.redis.outputs.status }}
    steps:
      - id: redis
        uses: ./
        with:
          app: my-app
  after:
    needs: redis
    runs-on: ubuntu-latest
    steps:
      - run: 'true'
        if: needs.redis.outputs.reason != ''
`
    expect(await problems('.github/workflows/try.yml', text)).toEqual([expect.stringContaining('reason')])
    expect(await problems('.github/workflows/try.yml', text.replace('outputs.reason', 'outputs.status'))).toEqual([])
  })

  test.each(['./', '$/'])('knows `uses: %s` as our action', async (uses) => {
    const step = `- uses: ${uses}\n  with:\n    app: my-app\n`
    expect(await steps(step)).toEqual([])
    expect(await steps(`${step}    replicas: 2\n`)).toEqual([expect.stringContaining("'replicas'")])
  })
})

describe('action.yml', () => {
  test('is right for GitHub', async () => {
    expect(await problems('action.yml', read('action.yml'))).toEqual([])
  })

  test('runs the bundle on Node 24', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' })
  })

  test('needs nothing but the app', () => {
    const required = Object.entries(action.inputs).filter(([, input]) => input.required === true)
    expect(required.map(([name]) => name)).toEqual(['app'])
  })

  test('gives every default as text, as the runner hands it over', () => {
    const others = Object.entries(action.inputs).filter(
      ([, input]) => input.default !== undefined && typeof input.default !== 'string',
    )
    expect(others).toEqual([])
  })

  test('describes every input and output in a sentence or two', () => {
    const others = Object.entries({ ...action.inputs, ...action.outputs }).filter(
      ([, { description }]) => !/^.{10,260}\.$/.test(description),
    )
    expect(others).toEqual([])
  })
})
