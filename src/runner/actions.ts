import { appendFileSync } from 'node:fs'
import * as core from '@actions/core'
import type { Runner } from './runner.ts'

const issue = { error: core.error, warning: core.warning, notice: core.notice } as const

/** The runner through `@actions/core`. `env` is `process.env`, because core reads only that. */
export function createRunner(env: NodeJS.ProcessEnv): Runner {
  return {
    env,
    debugging: core.isDebug(),
    input: (name) => core.getInput(name),
    mask: (text) => {
      if (text.trim() !== '') core.setSecret(text)
    },
    line: (text) => {
      core.info(text)
    },
    startGroup: (title) => {
      core.startGroup(title)
    },
    endGroup: () => {
      core.endGroup()
    },
    annotate: ({ kind, message, title, file }) => {
      issue[kind](message, file === undefined ? { title } : { title, file })
    },
    output: (name, value) => {
      core.setOutput(name, value)
    },
    // Not core.summary: it throws where the runner has no summary, and it is asynchronous, so it cannot write when the
    // process ends.
    summary: (markdown) => {
      const file = env['GITHUB_STEP_SUMMARY'] ?? ''
      if (file !== '') appendFileSync(file, markdown)
    },
    fail: (message) => {
      core.setFailed(message)
    },
  }
}
