/** A GitHub Markdown table; cells are Markdown already escaped. Empty without rows. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  /** Rows past this many are counted instead of shown. */
  most = 200,
): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const more = rows.length - most
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.slice(0, most).map(line),
    ...(more > 0 ? ['', `… and ${String(more)} more.`] : []),
  ].join('\n')
}

/** A folded part; the blank lines make GitHub read Markdown inside. `title` is HTML already escaped. */
export function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`
}
