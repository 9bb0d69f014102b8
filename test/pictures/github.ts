import { marked } from 'marked'

/** A job summary as one card of GitHub's summary page. */
export interface Card {
  readonly job: string
  readonly markdown: string
  /** The beginning of the first line that the picture omits. */
  readonly until?: string
}

/** A page like GitHub's summary page with these cards: same colours, fonts and spacing, without network access. */
export function githubPage(cards: readonly Card[]): string {
  const body = cards.map(({ job, markdown, until }) => {
    const shown = until === undefined ? markdown : before(markdown, until)
    const html = marked.parse(shown, { async: false, gfm: true })
    return `<section><header>${job} summary</header><article>${html}</article></section>`
  })
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Summary</title><style>${style}</style><main>${body.join('')}</main></html>`
}

function before(markdown: string, line: string): string {
  const at = markdown.indexOf(`\n${line}`)
  if (at < 0) throw new Error(`no line of the summary begins with ${line}`)
  return markdown.slice(0, at)
}

/** From GitHub's Primer: the values of its two default themes. */
const style = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1f2328, #f0f6fc);
  --muted: light-dark(#59636e, #9198a1);
  --page: light-dark(#f6f8fa, #010409);
  --card: light-dark(#ffffff, #0d1117);
  --stripe: light-dark(#f6f8fa, #151b23);
  --border: light-dark(#d1d9e0, #3d444d);
  --code: light-dark(#818b981f, #656c7633);
  --link: light-dark(#0969da, #4493f8);
}
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--text);
  font: 14px/1.5 -apple-system, BlinkMacSystemFont, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif, 'Noto Color Emoji' }
main { padding: 16px; display: grid; gap: 16px }
section { background: var(--card); border: 1px solid var(--border); border-radius: 6px; min-width: 0 }
header { padding: 16px 16px 0; font-weight: 600 }
article { padding: 16px; overflow-wrap: break-word }
article > :first-child { margin-top: 0 }
article > :last-child { margin-bottom: 0 }
h2, h3 { margin: 24px 0 16px; font-weight: 600; line-height: 1.25 }
h2 { font-size: 1.5em; padding-bottom: .3em; border-bottom: 1px solid var(--border) }
h3 { font-size: 1.25em }
p, table, blockquote, ul { margin: 0 0 16px }
a { color: var(--link) }
code { padding: .2em .4em; font: 85% ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; background: var(--code); border-radius: 6px }
blockquote { padding: 0 1em; color: var(--muted); border-left: .25em solid var(--border) }
blockquote > :last-child { margin-bottom: 0 }
table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse }
th, td { padding: 6px 13px; border: 1px solid var(--border) }
th { font-weight: 600 }
tr { background: var(--card); border-top: 1px solid var(--border) }
tr:nth-child(2n) { background: var(--stripe) }
ul { padding-left: 2em }
sub { font-size: 75% }
`
