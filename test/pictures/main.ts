import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { startBrowser } from '../support/browser.ts'
import { githubPage } from './github.ts'
import { driftAndRepair, hoursOfChecks } from './stories.ts'

/** `npm run pictures`: creates the pictures of the docs from reports of the committed action in the sandbox. */

const docs = fileURLToPath(new URL('../../docs', import.meta.url))
/** The summary page on a laptop, for screens with two pixels per point. */
const view = { viewport: { width: 1_012, height: 800 }, deviceScaleFactor: 2 }
/** A README must load quickly. */
const mostBytes = 150_000

needEmoji()
const folder = await mkdtemp(join(tmpdir(), 'pictures-'))
const browser = await startBrowser()
try {
  await take('summary', githubPage(await driftAndRepair()))
  await take('page', await hoursOfChecks(36), 'Checks')
} finally {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
}

/** @param until heading of the first section that the picture omits */
async function take(name: string, html: string, until?: string): Promise<void> {
  const file = join(folder, `${name}.html`)
  await writeFile(file, html)
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ ...view, colorScheme })
    await page.goto(pathToFileURL(file).href)
    const path = join(docs, `${name}-${colorScheme}.png`)
    const end = until === undefined ? page.locator('body') : page.getByRole('heading', { name: until, exact: true })
    const { y = 0, height = 0 } = (await end.boundingBox()) ?? {}
    const clip = { x: 0, y: 0, width: view.viewport.width, height: until === undefined ? height : y }
    await page.screenshot({ path, clip, fullPage: true })
    await page.close()
    shrink(path)
    const { size } = await stat(path)
    console.log(`${relative(process.cwd(), path)}: ${String(Math.round(size / 1_000))} kB`)
    if (size > mostBytes) throw new Error(`${path} is larger than ${String(mostBytes)} bytes`)
  }
}

/** 256 colours are enough for text, at a third of the size. */
function shrink(path: string): void {
  const { status, stderr } = spawnSync('pngquant', ['--force', '--strip', '--speed', '1', '--output', path, path], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`pngquant failed: ${stderr}`)
}

/** Without an emoji font, every check mark is an empty box. Systems without fontconfig have one. */
function needEmoji(): void {
  const { status, stdout } = spawnSync('fc-list', [':lang=und-zsye', 'family'], { encoding: 'utf8' })
  if (status !== 0 || stdout.trim() !== '') return
  throw new Error(
    'No emoji font was found: install one (Debian and Ubuntu: sudo apt-get install fonts-noto-color-emoji fonts-liberation).',
  )
}
