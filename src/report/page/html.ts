import { xml } from '../../utils/escape.ts'

/** HTML that is safe to insert: only `html` makes it, and it escapes everything that is not HTML already. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | undefined | readonly Html[]

/** Foreign text is cut, so that one message cannot make the page large. */
const longest = 1_000

/** A template in which strings become text or attribute values, never markup. Attributes must be in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = ''
  for (const [index, piece] of piecesOf(strings).entries()) text += piece + rendered(parts[index])
  return new Html(text)
}

const compacted = new WeakMap<TemplateStringsArray, readonly string[]>()

/** Line breaks and indentation are for the reader of the source; HTML takes them for one space. */
function piecesOf(strings: TemplateStringsArray): readonly string[] {
  const known = compacted.get(strings)
  if (known) return known
  const pieces = strings.map((piece) => piece.replaceAll(/\s*\n\s*/g, ' '))
  compacted.set(strings, pieces)
  return pieces
}

function rendered(part: Part): string {
  if (part === undefined) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'number') return String(part)
  if (typeof part === 'string') return xml(part, longest)
  return part.map(({ text }) => text).join('')
}

export const nothing = new Html('')

/** A sentence in which backticks mean code. */
export function prose(sentence: string): Html {
  const parts = sentence.slice(0, 4 * longest).split(/`([^`]+)`/)
  // `html` trims each string; between code and text the spaces must stay.
  return html`${parts.map((part, index) =>
    index % 2 === 1 ? html`<code>${part}</code>` : html`${space(/^\s/.test(part))}${part}${space(/\S\s+$/.test(part))}`,
  )}`
}

const space = (is: boolean): Html => (is ? new Html(' ') : nothing)

/** Only an `https://` address becomes a link. */
export function link(title: Html | string, url: string | undefined): Html {
  return url !== undefined && /^https:\/\/[\w./:#?=&%-]+$/.test(url)
    ? html`<a href="${url}" rel="noopener noreferrer">${title}</a>`
    : nothing
}
