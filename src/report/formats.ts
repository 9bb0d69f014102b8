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
  // Loaded on demand: runs without a page do not pay for it.
  html: { extension: '.html', render: async (result) => (await import('./page/page.ts')).renderPage(result) },
}

function json(report: RunResult['report']): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
