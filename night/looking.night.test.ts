import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { median } from '../e2e/cpu.ts'
import type { Looking } from '../e2e/looking.ts'
import { lookingReport } from '../e2e/looking-report.ts'

const root = path.resolve(import.meta.dirname, '..')
const PAGE = path.join(root, 'docs', 'evidence', 'looking.md')

let looking: Looking
beforeAll(() => {
  const out = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'looking-')), 'looking.json')
  const options = { cwd: root, stdio: 'inherit', env: { ...process.env, LOOKING_OUT: out } } as const
  execFileSync(process.execPath, ['scripts/build.mjs'], options)
  const measure = 'scripts/with-electron.mjs npx playwright test --config e2e/looking.config.ts'
  execFileSync(path.join(root, 'scripts', 'tray-host.sh'), [process.execPath, ...measure.split(' ')], options)
  looking = JSON.parse(fs.readFileSync(out, 'utf8'))
}, 15 * 60_000)

afterAll(() => {
  if (looking) fs.writeFileSync(PAGE, lookingReport(looking, os.cpus()[0]?.model ?? '', new Date()))
})

describe('looking at 50 keys and 20 requests a second', () => {
  it('costs at most 10 points of one core more than not looking', () => {
    expect(median(looking.open) - median(looking.closed)).toBeLessThanOrEqual(10)
  })

  it('takes at most 8 patches a second', () => {
    for (const perSecond of looking.patches) expect(perSecond).toBeLessThanOrEqual(8)
  })

  it('drops no key that is pressed', () => {
    expect(looking.presses).toBe(40)
  })

  it('fails no request, whether the window is opened or closed', () => {
    expect(looking.failed).toBe(0)
    expect(looking.answered).toBeGreaterThan(0)
  })
})

describe('looking at a relay that rests', () => {
  it('draws nothing and costs less than 1 % of a core', () => {
    expect(looking.idleFrames).toBe(0)
    expect(looking.idle).toBeLessThan(1)
  })
})
