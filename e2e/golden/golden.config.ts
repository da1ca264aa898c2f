import { defineConfig } from '@playwright/test'

/** The gallery's pictures; `scripts/golden.mjs` builds the gallery, brings the browser and starts this. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.golden.ts',
  outputDir: '../../test-results/golden',
  timeout: 60_000,
  globalTimeout: 5 * 60_000,
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  reporter: [['line'], ['json', { outputFile: '../../test-results/golden.json' }]],
})
