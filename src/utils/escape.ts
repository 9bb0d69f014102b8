import { oneLine } from './text.ts'

/**
 * One log line in which the runner finds no command: it reads `::` at the start of a line (after any white space) and
 * the old `##[` anywhere in it (actions/runner, ActionCommand.cs).
 */
export function logLine(text: string, max?: number): string {
  return oneLine(text, max).replace(/^::/, ': :').replaceAll('##[', '## [')
}

const entity = (character: string): string => `&#${String(character.codePointAt(0))};`

/** What Markdown or HTML would read as markup; `_` only where it could be emphasis. */
const markup = /[&<>`*~[\]\\|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/
/** What GitHub looks for after Markdown is done: mentions, issue numbers, formulas, addresses. */
const reference = /[@#$]|:(?=\/\/)|w(?=ww\.)/
const special = new RegExp(`${markup.source}|(${reference.source})`, 'gi')

/**
 * Foreign text inside a line of GitHub Markdown, a table cell or an HTML block: no markup, link, image, mention, issue
 * reference or formula comes of it. Not for the very start of a line, where `-` or `1.` would begin a list.
 */
export function text(foreign: string, max?: number): string {
  return oneLine(foreign, max).replace(special, (character, isReference: string | undefined) =>
    // An element of its own ends the text that GitHub searches and, unlike a zero-width space, is not copied along.
    isReference === undefined ? entity(character) : `<span>${character}</span>`,
  )
}

/** Foreign text as inline code, good in a table cell and in an HTML block. */
export function code(foreign: string, max?: number): string {
  return `<code>${text(foreign, max)}</code>`
}

/** A sentence in which backticks mean code, everything else as `text`. */
export function prose(sentence: string, max?: number): string {
  return oneLine(sentence, max)
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? code(part) : spaced(part)))
    .join('')
}

/** `text` trims; between two spans of code the spaces must stay. */
function spaced(part: string): string {
  const [, before = '', middle = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(part) ?? []
  return before + text(middle) + after
}

/** A label inside a Mermaid diagram: only what has no meaning there. */
export function label(foreign: string, max = 60): string {
  return oneLine(foreign, max).replace(/[^\p{L}\p{N} .,:/%()→·-]/gu, '?')
}

/** XML 1.0 text or attribute value; what XML cannot hold is taken out. */
export function xml(foreign: string, max?: number): string {
  return oneLine(foreign, max)
    .replace(/[\uFFFE\uFFFF]/g, '')
    .replace(/[&<>"']/g, entity)
}
