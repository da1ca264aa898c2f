import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

it('every named line is noticed, and no scope is below its figure', { timeout: 8 * 3_600_000 }, () => {
  expect(spawnSync(process.execPath, ['scripts/mutation.mjs'], { stdio: 'inherit' }).status).toBe(0)
})
