import { html } from './html.ts'
import type { Html } from './html.ts'

export type IconName = 'pass' | 'warn' | 'fail' | 'untested' | 'skip' | 'change'

/** Shapes differ, not only colours. */
const shapes: Readonly<Record<IconName, Html>> = {
  pass: html`<circle cx="8" cy="8" r="7" /><path d="M4.8 8.3l2.2 2.2 4.2-4.7" />`,
  warn: html`<path class="solid" d="M8 1.6 15 14H1z" /><path d="M8 6v3.6" /><circle
      class="dot"
      cx="8"
      cy="11.8"
      r=".5"
    />`,
  fail: html`<circle cx="8" cy="8" r="7" /><path d="M5.5 5.5l5 5m0-5l-5 5" />`,
  untested: html`<circle cx="8" cy="8" r="7" /><path d="M4.8 8h6.4" />`,
  skip: html`<circle class="hollow" cx="8" cy="8" r="6.2" /><path class="ink" d="M5.2 8h5.6" />`,
  change: html`<circle cx="8" cy="8" r="7" /><path d="M4.8 6.8h5.7l-1.7-1.7m2.4 4.1H5.5l1.7 1.7" />`,
}

/** Beside words that say the same: hidden from screen readers. */
export function icon(name: IconName, size: 'small' | 'large' = 'small'): Html {
  const pixels = size === 'small' ? 16 : 36
  return html`<svg class="icon ${name}" width="${pixels}" height="${pixels}" viewBox="0 0 16 16" aria-hidden="true">
    ${shapes[name]}
  </svg>`
}

const colours: Readonly<Record<IconName, string>> = {
  pass: '1a7f37',
  warn: 'bf8700',
  fail: 'cf222e',
  untested: '6e7781',
  skip: '6e7781',
  change: '0969da',
}

/** The verdict in the browser's tab, as an address that needs no request. */
export function favicon(name: IconName): string {
  return `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='7' fill='%23${colours[name]}'/%3E%3C/svg%3E`
}
