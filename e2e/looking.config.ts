import { defineConfig } from '@playwright/test'

/** Measures what an open window costs; `night/looking.night.test.ts` starts it and judges. */
export default defineConfig({
  testDir: '.',
  testMatch: 'looking.measure.ts',
  outputDir: '../test-results/looking',
  timeout: 15 * 60_000,
  workers: 1,
  reporter: [['list']],
})
