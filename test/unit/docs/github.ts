import { data, DescriptionDictionary } from '@actions/expressions'
import { validate, type ValidationConfig } from '@actions/languageservice'
import { registerLogger } from '@actions/languageservice/log'
import { clearCache } from '@actions/languageservice/utils/workflow-cache'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { parse } from 'yaml'
import { read } from './files.ts'

/** What action.yml says; the tests hold everything else to it. */
export interface ActionFile {
  readonly name: string
  readonly description: string
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly required?: boolean; readonly default?: string }>
  >
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
  readonly runs: { readonly using: string; readonly main: string }
}

export const action = parse(read('action.yml')) as ActionFile

const ours = 'OWNER/heroku-redis-action@v1'

/** OWNER stands for the account that publishes the action; `./` and `$/` are its own repository. */
export const isOurs = (uses: string): boolean => [ours, './', '$/'].includes(uses)

// The validator swallows its own crashes into its log: one of those would read as "nothing is wrong".
const crash = (message: string): never => {
  throw new Error(`the validator itself failed: ${message}`)
}
registerLogger({ error: crash, warn: crash, info: () => {}, log: () => {} })

/** One sentence for each thing that GitHub's own validator finds wrong, empty when nothing is. */
export async function problems(path: string, text: string): Promise<readonly string[]> {
  clearCache() // It remembers by path alone.
  const document = (content: string) => TextDocument.create(`file:///${path}`, 'yaml', 1, content)
  const found = await validate(document(text), config)
  if (found.length === 0) {
    // It never looks into an action named by a path of its own repository.
    clearCache()
    found.push(...(await validate(document(text.replace(/(?<=uses: )[.$]\/(?=\s)/g, ours)), config)))
  }
  return found.map(({ range, message }) => {
    return `${path}:${range.start.line + 1}: ${typeof message === 'string' ? message : message.value}`
  })
}

/** What the pages and examples tell people to store in their repository's settings: these names, spelled so. */
const settings = {
  secrets: ['HEROKU_API_KEY', 'REPLICA_URL'],
  vars: ['HEROKU_APP'],
}

const config: ValidationConfig = {
  actionsMetadataProvider: {
    fetchActionMetadata: ({ owner, name, ref }) =>
      // Of others' actions nothing is known here: no inputs, no judgement.
      Promise.resolve(isOurs(`${owner}/${name}@${ref}`) ? action : { name, description: '' }),
  },
  contextProviderConfig: {
    getContext: (name, context, { job }) => {
      if (context === undefined) return Promise.resolve(context)
      if (name === 'secrets' || name === 'vars') {
        for (const key of settings[name]) context.add(key, new data.StringData(''))
        return Promise.resolve(context)
      }
      if (name !== 'steps') return Promise.resolve(context)
      const ours = new Set(job?.steps.filter((step) => 'uses' in step && isOurs(step.uses.value)).map(({ id }) => id))
      const steps = new DescriptionDictionary()
      for (const { key, value, description } of context.pairs()) {
        steps.add(key, ours.has(key) ? ourStep() : value, description)
      }
      return Promise.resolve(steps)
    },
  },
}

function ourStep(): DescriptionDictionary {
  const text = new data.StringData('')
  const outputs = new DescriptionDictionary(...Object.keys(action.outputs).map((key) => ({ key, value: text })))
  return new DescriptionDictionary(
    { key: 'outputs', value: outputs },
    { key: 'conclusion', value: text },
    { key: 'outcome', value: text },
  )
}

/**
 * A snippet as the whole workflow that it stands in: a workflow, a `jobs:` block, a list of steps, or one `- uses:`.
 * Undefined: it is none of these.
 */
export function workflowOf(snippet: string): string | undefined {
  const content: unknown = parse(snippet)
  if (Array.isArray(content))
    return `on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n${indent(snippet, 6)}`
  if (typeof content !== 'object' || content === null) return undefined
  if ('on' in content && 'jobs' in content) return snippet
  if ('jobs' in content) return `on: push\n${snippet}`
  if ('steps' in content) return `on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n${indent(snippet, 4)}`
  return undefined
}

const indent = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by))

export interface Job {
  readonly 'runs-on'?: unknown
  readonly needs?: string | readonly string[]
  readonly if?: string
  readonly permissions?: unknown
  readonly 'timeout-minutes'?: number
  readonly concurrency?: unknown
  readonly steps?: readonly Step[]
}

export interface Step {
  readonly id?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, unknown>>
}

export interface Workflow {
  readonly name?: string
  readonly on: unknown
  readonly permissions?: unknown
  readonly concurrency?: unknown
  readonly jobs: Readonly<Record<string, Job>>
}

export const workflow = (path: string): Workflow => parse(read(path)) as Workflow
