import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderPage } from '../../src/report/page/page.ts'
import type { PageInput } from '../../src/report/page/page.ts'
import type { Report } from '../../src/report/report.ts'
import { startBrowser } from '../support/browser.ts'
import { failing, fleet as fleetResult, hostile } from '../support/fixtures/results.ts'
import { limits, simulatedReport } from '../support/simulated-report.ts'
import { demoShop, fleetStories, simulateState } from '../support/simulation.ts'

const now = Date.UTC(2026, 2, 31, 12, 7)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

function simulated(stories: Parameters<typeof simulateState>[0]): PageInput {
  const state = simulateState(stories, now)
  return { report: simulatedReport(state, now - 5_000), state, generatedAt: now, limits }
}

const one = simulated([demoShop])
const pages: Readonly<Record<string, PageInput>> = {
  'one app with 30 days': one,
  'a fleet': simulated(fleetStories(14)),
  'one app without a history': { report: one.report, generatedAt: now, limits },
  'a failing app full of hostile text': hostilePage(),
  'a fleet without a history': { report: mixedFleet(), generatedAt: now },
}

/** Healthy, with a warning, failing, and unknown to Heroku. */
function mixedFleet(): Report {
  const { report } = fleetResult(14)
  return { ...report, apps: report.apps.filter((_, index) => [0, 6, 9, 13].includes(index)) }
}

function hostilePage(): PageInput {
  const { report } = failing()
  const state = simulateState([{ ...demoShop, app: 'shop' }], now)
  const apps = state.apps.map((app) => ({
    ...app,
    events: [
      ...app.events,
      { time: now, kind: 'maintenance' as const, detail: `${hostile}"><script>alert(1)</script>` },
    ],
  }))
  return { report, state: { apps }, generatedAt: now, limits }
}

type View = readonly ['light' | 'dark', 390 | 1280]
const views: readonly View[] = [
  ['light', 390],
  ['dark', 390],
  ['dark', 1280],
  ['light', 1280],
]

interface Violation {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string }[]
}

let browser: Browser
/** One for all tests, because a new one starts a process. */
let page: Page
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-'))
  browser = await startBrowser()
  page = await browser.newPage()
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

interface Opened {
  readonly complaints: readonly string[]
  readonly requests: readonly string[]
}

async function open(input: PageInput, theme: 'light' | 'dark', width: number): Promise<Opened> {
  const file = join(folder, 'page.html')
  await writeFile(file, renderPage(input))
  await page.setViewportSize({ width, height: 900 })
  await page.emulateMedia({ colorScheme: theme, media: null })
  page.removeAllListeners()
  const complaints: string[] = []
  const requests: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(pathToFileURL(file).href)
  return { complaints, requests }
}

/** The script is text: the types of the page's world are not those of Node. */
const inside = <T>(script: string): Promise<T> => page.evaluate<T>(script)

/** All details of one app; in a fleet, those of the first apps, which are the worst. */
function openDetails(): Promise<void> {
  return inside(
    `for (const details of document.querySelectorAll(
      'main > section details, main > details, .app-row:nth-of-type(-n + 2), .app-row:nth-of-type(-n + 2) details'
    )) details.open = true`,
  )
}

const backgrounds = { light: 'rgb(246, 248, 250)', dark: 'rgb(13, 17, 23)' } as const

describe.each(Object.entries(pages))('%s', (name, input) => {
  it('renders without requests, fits and is accessible, in both themes and at two widths', async () => {
    const { complaints, requests } = await open(input, 'light', 1280)
    await page.locator('h1').waitFor({ state: 'visible' })
    await inside(axe)
    const found: string[] = []
    for (const [theme, width] of views) {
      await page.emulateMedia({ colorScheme: theme })
      await page.setViewportSize({ width, height: 900 })
      const overflow =
        '[document.documentElement.scrollWidth - window.innerWidth, document.querySelectorAll("details[open]").length]'
      const [closed = 0] = await inside<number[]>(overflow)
      await openDetails()
      const [opened = 0] = await inside<number[]>(overflow)
      if (Math.max(closed, opened) > 0) found.push(`${theme} ${String(width)}: wider than the window`)
      const background = await inside<string>('getComputedStyle(document.body).backgroundColor')
      if (background !== backgrounds[theme]) found.push(`${theme} ${String(width)}: background ${background}`)
      // Each rule runs on every element, so two views cover as much as four.
      if (!name.includes('30 days') && (theme === 'dark') !== (width === 1280)) continue
      const violations = await inside<readonly Violation[]>(
        'axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations)',
      )
      found.push(
        ...violations.map(
          ({ id, impact, nodes }) =>
            `${theme} ${String(width)}: ${impact ?? ''} ${id} ${nodes[0]?.html.slice(0, 200) ?? ''}`,
        ),
      )
    }
    expect(found).toEqual([])
    expect(complaints).toEqual([])
    // The page itself, and the icon that is inside it.
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([page.url()])
  }, 600_000)
})

describe('the page', () => {
  it('opens every app of a fleet with the keyboard', async () => {
    const input = pages['a fleet'] ?? one
    await open(input, 'light', 1280)
    // The first tab stop is the link above the header.
    await page.keyboard.press('Tab')
    expect(await inside('document.activeElement.textContent')).toBe('Skip to content')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    const isOpen = await inside('document.activeElement.parentElement.open')
    expect(isOpen).toBe(true)
  })

  it('runs no scripts and loads no images from foreign text', async () => {
    const { complaints } = await open(hostilePage(), 'light', 1280)
    await openDetails()
    const found = await inside(
      `({
        scripts: document.querySelectorAll('script').length,
        pictures: document.querySelectorAll('img').length,
        handlers: [...document.querySelectorAll('*')].filter((element) =>
          element.getAttributeNames().some((name) => name.startsWith('on'))).length,
        links: [...document.querySelectorAll('a')].filter(({ href }) => /evil/.test(href)).length,
        text: document.body.textContent.includes('<img src=x onerror=alert(1)>'),
      })`,
    )
    expect(found).toEqual({ scripts: 0, pictures: 0, handlers: 0, links: 0, text: true })
    expect(complaints).toEqual([])
  })

  it('blocks injected scripts by its content security policy', async () => {
    const file = join(folder, 'attacked.html')
    const attacked = renderPage(one).replace(
      '</main>',
      '<script>document.title = "owned"</script><img src="http://127.0.0.1:9/x.png"><p style="color:red">x</p></main>',
    )
    await writeFile(file, attacked)
    const blocked: string[] = []
    page.on('console', (message) => blocked.push(message.text()))
    await page.goto(pathToFileURL(file).href)
    expect(await page.title()).not.toBe('owned')
    expect(blocked.filter((text) => text.includes('Content Security Policy')).length).toBeGreaterThanOrEqual(3)
  })

  it('prints in light colours in both themes, with the checks expanded', async () => {
    await open(one, 'dark', 1280)
    await page.emulateMedia({ media: 'print' })
    expect(await inside('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
    const box = await page.getByText('The add-on is provisioned.').boundingBox()
    expect(box?.height).toBeGreaterThan(0)
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-')
  })
})
