import { oneLine } from './text.ts'

/**
 * One log line that contains no command for the runner, which looks for `::` at the start of a line (after white space)
 * and for the old `##[` anywhere in it (actions/runner, ActionCommand.cs).
 */
export function logLine(text: string, max?: number): string {
  return oneLine(text, max).replace(/^::/, ': :').replaceAll('##[', '## [')
}

const entity = (character: string): string => `&#${String(character.codePointAt(0))};`

/** Markup in Markdown or HTML; `_` only where it could be emphasis. */
const markup = /[&<>`*~[\]\\|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/
/** Text that GitHub converts after it has rendered Markdown: mentions, issue numbers, formulas, addresses. */
const reference = /[@#$]|:(?=\/\/)|w(?=ww\.)/
const special = new RegExp(`${markup.source}|(${reference.source})`, 'gi')

/**
 * Foreign text for a line of GitHub Markdown, a table cell or an HTML block, escaped so that it contains no markup,
 * link, image, mention, issue reference or formula. Not for the very start of a line, where `-` or `1.` would begin a
 * list.
 */
export function text(foreign: string, max?: number): string {
  return oneLine(foreign, max).replace(special, (character, isReference: string | undefined) =>
    // A separate element interrupts the text that GitHub searches and, unlike a zero-width space, is not copied with
    // it.
    isReference === undefined ? entity(character) : `<span>${character}</span>`,
  )
}

/** Foreign text as inline code, valid in a table cell and in an HTML block. */
export function code(foreign: string, max?: number): string {
  return `<code>${text(foreign, max)}</code>`
}

/** A sentence in which backticks mean code; everything else is escaped like `text`. */
export function prose(sentence: string, max?: number): string {
  return oneLine(sentence, max)
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? code(part) : spaced(part)))
    .join('')
}

/** `text` trims, but the spaces around code must stay. */
function spaced(part: string): string {
  const rest = part.trimStart()
  const middle = rest.trimEnd()
  return part.slice(0, part.length - rest.length) + text(middle) + rest.slice(middle.length)
}

/** A label inside a Mermaid diagram, reduced to characters that have no meaning there. */
export function label(foreign: string, max = 60): string {
  return oneLine(foreign, max).replace(/[^\p{L}\p{N} .,:/%()→·-]/gu, '?')
}

/** XML 1.0 text or attribute value, without the characters that XML does not allow. */
export function xml(foreign: string, max?: number): string {
  return oneLine(foreign, max)
    .replace(/[\uFFFE\uFFFF]/g, '')
    .replace(/[&<>"']/g, entity)
}
