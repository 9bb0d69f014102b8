import { spawnSync } from 'node:child_process'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

/** The system's browser; `scripts/ready.mjs` searches the same places. */
const browsers = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

function findBrowser(): string {
  for (const browser of browsers) {
    if (browser.startsWith('/')) {
      if (spawnSync(browser, ['--version']).status === 0) return browser
      continue
    }
    const { status, stdout } = spawnSync('which', [browser], { encoding: 'utf8' })
    if (status === 0) return stdout.trim()
  }
  throw new Error('No Chromium was found: install it (Debian and Ubuntu: sudo apt-get install chromium).')
}

/** Without Chromium's sandbox, which does not work as root; it loads only files of the tests. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findBrowser(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
