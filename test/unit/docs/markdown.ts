/** A fenced code block. `line` is that of its first content line, counted from 1. */
export interface CodeBlock {
  readonly language: string
  readonly text: string
  readonly line: number
}

export function codeBlocks(markdown: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = []
  let open: { fence: string; indent: number; language: string; line: number; lines: string[] } | undefined
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, indent = '', fence = '', info = ''] = /^( *)(`{3,}|~{3,})(.*)$/.exec(line) ?? []
    if (open === undefined) {
      if (fence !== '') {
        open = { fence, indent: indent.length, language: info.trim().split(/\s/)[0] ?? '', line: index + 2, lines: [] }
      }
    } else if (fence.startsWith(open.fence) && info.trim() === '') {
      blocks.push({ language: open.language, text: `${open.lines.join('\n')}\n`, line: open.line })
      open = undefined
    } else {
      open.lines.push(line.slice(Math.min(open.indent, line.length - line.trimStart().length)))
    }
  }
  if (open !== undefined) throw new Error(`code block opened at line ${open.line - 1} is never closed`)
  return blocks
}

/** The text with code blocks and code spans blanked, so that what looks like Markdown in them is not read as such. */
export function prose(markdown: string): string {
  let fence = ''
  return markdown
    .split('\n')
    .map((line) => {
      const mark = /^ *(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
      if (fence === '' && mark === '') return line.replace(/(`+)[^`]+\1/g, '')
      if (fence === '') fence = mark
      else if (mark.startsWith(fence)) fence = ''
      return ''
    })
    .join('\n')
}

/** Anchors of a page, made as GitHub makes them from its headings, and those written by hand. */
export function anchors(markdown: string): ReadonlySet<string> {
  const seen = new Map<string, number>()
  const found = new Set<string>()
  let fence = ''
  for (const line of markdown.split('\n')) {
    const mark = /^ *(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
    if (mark !== '') fence = fence === '' ? mark : mark.startsWith(fence) ? '' : fence
    if (fence !== '') continue
    for (const [, id = ''] of line.matchAll(/<a (?:id|name)="([^"]+)"/g)) found.add(id)
    const heading = /^#{1,6} +(.*?)(?: +#+)?$/.exec(line)?.[1]
    if (heading === undefined) continue
    const slug = slugOf(heading)
    const before = seen.get(slug) ?? 0
    seen.set(slug, before + 1)
    found.add(before === 0 ? slug : `${slug}-${before}`)
  }
  return found
}

function slugOf(heading: string): string {
  return heading
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]+>/g, '')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\s-]/gu, '')
    .replace(/\s/g, '-')
}

/** Targets of links and pictures, Markdown's and HTML's. */
export function links(markdown: string): readonly string[] {
  const text = prose(markdown)
  return [
    ...[...text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)].map((match) => match[1] ?? ''),
    ...[...text.matchAll(/^ {0,3}\[[^\]]+\]:\s*(\S+)/gm)].map((match) => match[1] ?? ''),
    ...[...text.matchAll(/<(?:a|img|source)\b[^>]*?\b(?:href|src|srcset)="([^"]+)"/g)].map((match) => match[1] ?? ''),
  ]
}

/** Rows of the table that follows a heading of this text, without its header, cells trimmed. */
export function tableUnder(markdown: string, heading: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n')
  const start = lines.findIndex((line) => /^#{1,6} /.test(line) && line.replace(/^#+ +/, '') === heading)
  if (start < 0) throw new Error(`no heading "${heading}"`)
  const first = lines.findIndex((line, index) => index > start && line.startsWith('|'))
  const next = lines.findIndex((line, index) => index > start && /^#{1,6} /.test(line))
  if (first < 0 || (next >= 0 && first > next)) throw new Error(`no table under "${heading}"`)
  const end = lines.findIndex((line, index) => index > first && !line.startsWith('|'))
  return lines.slice(first + 2, end < 0 ? undefined : end).map((line) =>
    line
      .slice(1, line.lastIndexOf('|'))
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  )
}
