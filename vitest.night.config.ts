import { defineConfig } from 'vitest/config'

/** What takes too long for every change: long silences, soaks, many thousand model-checked steps. */
export default defineConfig({
  test: {
    include: ['{src-*,playground,bench,test,night}/**/*.night.test.ts', 'night/**/*.test.ts'],
    testTimeout: 30 * 60_000,
    fileParallelism: false, // each may use the whole machine
  },
})
