#!/usr/bin/env node
// npm run golden: compares every scene of the gallery with its picture in e2e/golden/pictures.
// npm run golden -- --accept: takes those that look different as they now are. More words go to Playwright.
import path from 'node:path'
import { fallbackElectron, hasFallback } from './lib/fallback-electron.mjs'
import { run, toolEnv } from './lib/shell.mjs'

/** Whether pictures can be compared here: letters are drawn a little differently by each system and each browser. */
export const hasGolden = hasFallback

/**
 * @param {readonly string[]} words
 * @returns {Promise<number>} an exit code
 */
export async function golden(words = []) {
  if (!hasGolden) {
    console.log('The pictures are those of Linux x64 and of one browser; there is nothing to compare with here.')
    return 0
  }
  const gallery = ['build', '--config', 'vite.gallery.config.ts', '--logLevel', 'warn']
  const built = await run('vite', gallery, { env: toolEnv() })
  if (built !== 0) return built
  const isAccepting = words.includes('--accept')
  const env = toolEnv({
    // Everywhere the same build, whichever Electron the app itself is tried in.
    GALLERY_ELECTRON: path.join(fallbackElectron(console.error), 'electron'),
    ...(process.getuid?.() === 0 && { ELECTRON_DISABLE_SANDBOX: '1' }), // Chromium refuses root with its sandbox on
    ...(isAccepting && { GOLDEN_ACCEPT: '1' }),
  })
  const others = words.filter((word) => word !== '--accept')
  const code = await run(
    'xvfb-run',
    ['-a', 'playwright', 'test', '--config', 'e2e/golden/golden.config.ts', ...others],
    { env },
  )
  if (code !== 0 && !isAccepting) {
    console.log('Each lies in test-results/golden as accepted, now, and the difference in red.')
    console.log('Where the new look is meant: npm run golden -- --accept, then look at the pictures in the diff.')
  }
  return code
}

if (process.argv[1] === import.meta.filename) process.exitCode = await golden(process.argv.slice(2))
