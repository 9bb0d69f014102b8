import { xml } from '../utils/escape.ts'
import { renderJunit } from './junit.ts'
import type { RunResult } from './result.ts'
import type { ReportFile } from './settings.ts'

interface Format {
  /** The end of a path that asks for it. */
  readonly extension: string
  readonly render: (result: RunResult) => string | Promise<string>
}

/** The formats of `report-file`, one row each. */
export const reportFormats: Readonly<Record<ReportFile['format'], Format>> = {
  json: { extension: '.json', render: ({ report }) => json(report) },
  junit: { extension: '.xml', render: renderJunit },
  // ROW TO REPLACE when report/page/ is there: `render: async (result) => (await import('./page/page.ts')).renderPage(result)`,
  // loaded on demand so that runs without a page do not pay for it.
  html: { extension: '.html', render: ({ report }) => `<!doctype html>\n<pre>${xml(json(report), 1_000_000)}</pre>\n` },
}

function json(report: RunResult['report']): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
