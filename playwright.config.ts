import { defineConfig } from '@playwright/test'

/**
 * The whole house in real Electron, in a panel on a virtual display (`npm test` brings both).
 *
 * `unpackaged` runs every spec. `packaged` runs again those tagged `@packaged`, against the built app
 * that `CC_RELAY_PACKAGED` names. A spec reads which it is from `test.info().project.name`.
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  timeout: 60_000,
  globalTimeout: 15 * 60_000, // an app that does not start fails each spec in turn, slowly
  fullyParallel: false, // specs share one panel and one screen
  workers: 1,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  projects: [
    { name: 'unpackaged' },
    ...(process.env.CC_RELAY_PACKAGED ? [{ name: 'packaged', grep: /@packaged/ }] : []),
  ],
})
