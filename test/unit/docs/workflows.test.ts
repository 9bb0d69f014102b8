import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { exampleFiles, exists, filesIn, markdownFiles, read, workflowFiles } from './files.ts'
import { isOurs, problems, workflow, workflowOf, type Job, type Step } from './github.ts'
import { codeBlocks } from './markdown.ts'

const complete = [...workflowFiles, ...exampleFiles]

const stepsOf = (jobs: Readonly<Record<string, Job>>): readonly Step[] =>
  Object.values(jobs).flatMap((job) => job.steps ?? [])

describe.each(complete)('%s', (path) => {
  const text = read(path)
  const { jobs, permissions, ...content } = workflow(path)

  test("passes GitHub's own validator with our action.yml", async () => {
    expect(await problems(`.github/workflows/${path.split('/').at(-1)}`, text)).toEqual([])
  })

  test('gives no permission at the top, and only what is needed to a job', () => {
    expect(permissions).toEqual({})
    expect(text).not.toMatch(/write-all|read-all/)
  })

  test('ends every job some day', () => {
    const endless = Object.entries(jobs).filter(([, job]) => job['timeout-minutes'] === undefined)
    expect(endless).toEqual([])
  })

  test('pins the actions of others to a commit and says which version that is', () => {
    const uses = [...text.matchAll(/\buses: *(\S+)(.*)$/gm)]
    const loose = uses
      .filter(([, name = '', comment = '']) => {
        return (
          !isOurs(name) && !(/^[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40}$/.test(name) && /^ # v\d+\.\d+\.\d+$/.test(comment))
        )
      })
      .map(([line]) => line)
    expect(loose).toEqual([])
    expect(uses.length).toBe(stepsOf(jobs).filter((step) => step.uses !== undefined).length)
  })

  test('hands what is not its own to scripts through the environment', () => {
    const scripts = stepsOf(jobs).flatMap((step) => [step.run, step.with?.['script']])
    expect(scripts.filter((script) => typeof script === 'string' && script.includes('${{'))).toEqual([])
  })

  test('leaves no token behind for later steps', () => {
    const checkouts = stepsOf(jobs).filter((step) => step.uses?.startsWith('actions/checkout@'))
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
  })

  test('changes an app in one run at a time, and never cancels that one', () => {
    const own = Object.values(jobs).filter((job) => job.steps?.some((step) => step.uses?.startsWith('OWNER/')))
    for (const job of own) {
      const writes = job.steps?.some((step) => isOurs(step.uses ?? '') && step.with?.['mode'] !== 'check')
      if (writes !== true) continue
      const concurrency = (job.concurrency ?? content.concurrency) as Readonly<Record<string, unknown>> | undefined
      expect(concurrency?.['group']).toMatch(/^redis-/)
      expect(concurrency?.['cancel-in-progress']).toBe(false)
    }
  })

  test('runs on a schedule at odd minutes, and by hand too', () => {
    const on = content.on as { schedule?: readonly { cron: string }[]; workflow_dispatch?: unknown }
    if (typeof on !== 'object' || on.schedule === undefined) return
    const minutes = on.schedule.map(({ cron }) => Number(cron.split(/[ ,]/)[0]))
    expect(minutes.filter((minute) => minute % 5 === 0)).toEqual([])
    expect(Object.keys(on)).toContain('workflow_dispatch')
  })
})

describe('all workflows and examples together', () => {
  test('pin one version of each action', () => {
    const versions = new Map<string, Set<string>>()
    for (const path of complete) {
      for (const [, name = '', version = ''] of read(path).matchAll(/\buses: *([\w./-]+)@([0-9a-f]{40} # \S+)/g)) {
        const repository = name.split('/').slice(0, 2).join('/')
        versions.set(repository, (versions.get(repository) ?? new Set()).add(version))
      }
    }
    expect(versions.size).toBeGreaterThan(3)
    expect([...versions].filter(([, seen]) => seen.size > 1)).toEqual([])
  })

  test('have their page: examples/README.md links to every example', () => {
    const page = read('examples/README.md')
    expect(exampleFiles.filter((path) => !page.includes(`](${path.replace('examples/', '')})`))).toEqual([])
  })

  test('the gate of ci.yml waits for every other job, also when one failed', () => {
    const { jobs } = workflow('.github/workflows/ci.yml')
    const { gate, ...others } = jobs
    expect(gate?.if).toBe('always()')
    expect(new Set([gate?.needs].flat())).toEqual(new Set(Object.keys(others)))
  })
})

const snippets = markdownFiles.flatMap((path) =>
  codeBlocks(read(path))
    .filter(({ language, text }) => /^ya?ml$/.test(language) && /\buses:/.test(text))
    .map(({ text, line }) => ({ where: `${path}:${line}`, text })),
)

describe('snippets in Markdown', () => {
  test('are there', () => {
    expect(snippets.filter(({ where }) => where.startsWith('README.md:')).length).toBeGreaterThanOrEqual(3)
    expect(snippets.filter(({ where }) => where.startsWith('README.ko.md:')).length).toBeGreaterThanOrEqual(3)
  })

  test.each(snippets)("$where passes GitHub's own validator", async ({ where, text }) => {
    const whole = workflowOf(text)
    expect(whole, 'a workflow, jobs, or steps').toBeDefined()
    expect(await problems(`.github/workflows/${where.replaceAll(/[/.:]/g, '-')}.yml`, whole ?? '')).toEqual([])
  })
})

describe('forms and settings', () => {
  const settings = ['.github/dependabot.yml', '.github/ISSUE_TEMPLATE/config.yml']

  test.each(settings)('%s is there and is YAML', (path) => {
    expect(exists(path)).toBe(true)
    expect(parse(read(path))).toBeTypeOf('object')
  })

  test.each(filesIn('.github/ISSUE_TEMPLATE', /^(?!config\.).*\.yml$/))('%s is a form', (path) => {
    const form = parse(read(path)) as {
      name?: string
      description?: string
      body?: readonly { type: string; id?: string; attributes?: { label?: string; options?: readonly string[] } }[]
    }
    expect(form.name).toBeTypeOf('string')
    expect(form.description).toBeTypeOf('string')
    const fields = form.body?.filter(({ type }) => type !== 'markdown') ?? []
    expect(fields.filter(({ type }) => !['input', 'textarea', 'dropdown', 'checkboxes'].includes(type))).toEqual([])
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length)
    expect(fields.filter(({ attributes }) => attributes?.label === undefined)).toEqual([])
  })

  test('Dependabot waits before it takes a new version, and keeps the examples up to date', () => {
    const { updates } = parse(read('.github/dependabot.yml')) as {
      updates: readonly { 'package-ecosystem': string; directories?: string[]; cooldown?: Record<string, number> }[]
    }
    expect(updates.filter(({ cooldown }) => (cooldown?.['default-days'] ?? 0) < 7)).toEqual([])
    expect(updates.find((update) => update['package-ecosystem'] === 'github-actions')?.directories).toEqual([
      '/',
      '/examples',
    ])
  })
})
