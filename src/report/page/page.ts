import { createHash } from 'node:crypto'
import { count, duration } from '../../utils/format.ts'
import { appSection, knownHistory, percentExact, problemBox, sinceWords, uptimeSpan } from './app-section.ts'
import { fleet } from './fleet.ts'
import { Html, html, link, nothing } from './html.ts'
import { favicon, icon } from './icons.ts'
import { withDefaults } from './input.ts'
import type { Page, PageInput } from './input.ts'
import { upperFirst } from '../verdict.ts'
import { style } from './style.ts'
import { appHeadline, fleetHeadline, fullTimeName, moodOf, moods } from './words.ts'
import type { Mood } from './words.ts'

export type { PageInput } from './input.ts'

/**
 * One HTML file that stands alone: it makes no request, runs no script, and its policy forbids both. Text from outside is
 * text and nothing else.
 */
export function renderPage(given: PageInput): string {
  const input = withDefaults(given)
  const { report, error, generatedAt, runUrl } = input
  const [only, ...others] = report.apps
  const isOne = only !== undefined && others.length === 0
  const mood = isOne ? moodOf(only) : worst(input)
  const headline = isOne ? appHeadline(only, report) : fleetHeadline(input)
  const title = isOne ? `${only.app}: ${headline}` : headline
  const policy = `default-src 'none'; style-src '${hash(style)}'; img-src data:; base-uri 'none'; form-action 'none'`
  const body = isOne ? single(input) : html`${error ? problemBox(error, 'fail') : nothing}${fleet(input)}`
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="${favicon(mood)}" />
        ${styleElement}
      </head>
      <body>
        <a class="jump" href="#main">Skip to content</a>
        <header class="top">
          <span class="brand">Redis health</span
          ><span class="when"
            >Updated <time datetime="${isoTime(generatedAt)}">${fullTimeName(generatedAt)} UTC</time></span
          >
        </header>
        <main id="main">
          <div class="verdict ${mood}">
            ${icon(mood, 'large')}
            <div>
              <p class="over">${isOne ? only.app : `${count(report.apps.length)} apps`}</p>
              <h1>${headline}</h1>
              ${isOne ? underVerdict(input) : counts(input)}
            </div>
          </div>
          ${body}
        </main>
        <footer>
          <p>
            ${`Mode ${report.mode}${report.dryRun ? ', dry run' : ''}, took ${duration(report.durationMs)}. All times are UTC.`}
            ${link('Open the run', runUrl)}
          </p>
        </footer>
      </body>
    </html> `
  return page.text
}

/** Whole: a space more between its tags, and the hash in the policy would not be that of its text. */
const styleElement = new Html(`<style>${style}</style>`)

/** CSP names a style element by the hash of its text. */
function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function isoTime(time: number): string {
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : ''
}

function worst({ report, error }: Page): Mood {
  if (error) return 'fail'
  return moods.find((mood) => report.apps.some((app) => moodOf(app) === mood)) ?? 'untested'
}

function single({ report, state, generatedAt: now, limits }: Page): Html {
  const [app] = report.apps
  if (!app) return nothing
  return appSection(app, knownHistory(state, app.app), {
    now,
    hover: true,
    level: 2,
    run: report,
    limits,
  })
}

function underVerdict({ report, generatedAt, state }: Page): Html {
  const [app] = report.apps
  if (!app) return nothing
  const since = sinceWords(app, generatedAt)
  const history = knownHistory(state, app.app)
  const uptime = app.history?.uptimePercent
  const parts = [
    ...(since === '' ? [] : [upperFirst(since)]),
    ...(uptime === undefined || !history ? [] : [`${percentExact(uptime)} uptime ${uptimeSpan(history, generatedAt)}`]),
  ]
  return parts.length === 0 ? nothing : html`<p class="under">${parts.join(' · ')}</p>`
}

/** How many apps are how, in words and as one bar. */
function counts({ report }: Page): Html {
  if (report.apps.length === 0) return nothing
  const all = moods.map((mood) => ({ mood, number: report.apps.filter((app) => moodOf(app) === mood).length }))
  const present = all.filter(({ number }) => number > 0)
  let x = 0
  const pieces = present.map(({ mood, number }) => {
    const width = (number / report.apps.length) * 100
    const piece = html`<rect class="${mood}" x="${x.toFixed(2)}%" width="${width.toFixed(2)}%" height="8" />`
    x += width
    return piece
  })
  const words = present.map(({ mood, number }) => html`<span>${icon(mood)} ${count(number)} ${shortNames[mood]}</span>`)
  return html`<p class="under counts">${words}</p>
    <svg class="stack" width="100%" height="8" aria-hidden="true">${pieces}</svg>`
}

const shortNames: Readonly<Record<Mood, string>> = {
  fail: 'failing',
  warn: 'with warnings',
  untested: 'not tested',
  pass: 'healthy',
}
