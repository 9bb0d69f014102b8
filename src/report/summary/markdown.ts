import type { CheckStatus } from '../../checks/check.ts'

/** The pieces of a job summary. What goes in is Markdown that is already escaped. */

export const icons: Readonly<Record<CheckStatus, string>> = { pass: '✅', warn: '⚠️', fail: '❌', skip: '➖' }

/** Foreign sentences are cut here, so that no table grows without bound. */
export const longest = 500

/** Rows past this many are counted instead of shown. */
const most = 200

/** A GitHub Markdown table, one row for each item; empty without items. */
export function table<T>(head: readonly string[], items: readonly T[], row: (item: T) => readonly string[]): string {
  if (items.length === 0) return ''
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const more = items.length - most
  return [
    line(head),
    line(head.map(() => '---')),
    ...items.slice(0, most).map((item) => line(row(item))),
    ...(more > 0 ? ['', `… and ${String(more)} more.`] : []),
  ].join('\n')
}

/** A list, one line for each item; empty without items. */
export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}

/** A folded part; the blank lines make GitHub read Markdown inside. */
export function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`
}

/** Only an `https://` address without anything special becomes a link; a relative one leads nowhere from a summary. */
export function link(title: string, url: string): string {
  return /^https:\/\/[\w./:#-]+$/.test(url) ? `[${title}](${url})` : ''
}

/** Where a long name may break besides at its hyphens, so that tables fit a phone. `html` is escaped text without a link. */
export function breakable(html: string): string {
  return html.length <= longestUnbroken ? html : html.replace(/(?<=[A-Za-z0-9])([._])(?=[A-Za-z0-9])/g, '$1<wbr>')
}

/** With its markup: about 24 characters of a name. */
const longestUnbroken = 37
