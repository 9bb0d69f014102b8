import { withoutUndefined } from '../utils/optional.ts'
import { renderJunit } from './junit.ts'
import type { PageInput } from './page/input.ts'
import type { RunResult } from './result.ts'
import type { ReportFile } from './settings.ts'

interface Format {
  /** The end of a path that asks for it. */
  readonly extension: string
  readonly render: (result: RunResult, runUrl: string | undefined) => string | Promise<string>
}

/** The formats of `report-file`, one row each. */
export const reportFormats: Readonly<Record<ReportFile['format'], Format>> = {
  json: { extension: '.json', render: ({ report }) => json(report) },
  junit: { extension: '.xml', render: (result) => renderJunit(result) },
  html: { extension: '.html', render: page },
}

/** Loaded on demand: a run without a page does not pay for it. */
async function page({ report, state, error, limits }: RunResult, runUrl: string | undefined): Promise<string> {
  const { renderPage } = await import('./page/page.ts')
  return renderPage(withoutUndefined<PageInput>({ report, state, error, generatedAt: undefined, limits, runUrl }))
}

function json(report: RunResult['report']): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
