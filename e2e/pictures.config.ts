import { defineConfig } from '@playwright/test'

/**
 * Takes the pictures of docs/images anew, from the real app in a real panel:
 *
 *   npm run build && SCREEN=2600x1700 scripts/tray-host.sh \
 *     node scripts/with-electron.mjs playwright test --config e2e/pictures.config.ts
 */
export default defineConfig({
  testDir: '.',
  testMatch: '*.pictures.ts',
  outputDir: '../test-results/pictures',
  timeout: 120_000,
  workers: 1,
  forbidOnly: true,
  reporter: 'list',
})
