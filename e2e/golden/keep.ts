import fs from 'node:fs'
import path from 'node:path'
import { expect, type TestInfo } from '@playwright/test'
import { compare } from './compare.ts'
import { quantise } from './quantise.ts'

const pictures = path.join(import.meta.dirname, 'pictures')
/** Said by `npm run golden -- --accept`: what looks different is right as it is. */
const isAccepting = process.env.GOLDEN_ACCEPT === '1'

/** Compares with the accepted picture of this name; where it differs, all three lie in the test's folder. */
export function expectLook(test: TestInfo, name: string, now: Buffer): void {
  const file = path.join(pictures, name)
  const accepted = fs.existsSync(file) ? fs.readFileSync(file) : null
  const difference =
    accepted === null ? { said: 'there is no picture of it yet', picture: now } : compare(accepted, now)
  if (difference === null) return
  if (isAccepting) {
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, quantise(now))
    return
  }
  const beside = (what: string, picture: Buffer): string => {
    const place = test.outputPath(name.replace('.png', `-${what}.png`))
    fs.mkdirSync(path.dirname(place), { recursive: true })
    fs.writeFileSync(place, picture)
    return place
  }
  if (accepted !== null) beside('accepted', accepted)
  beside('now', now)
  const shown = beside('difference', difference.picture)
  expect.soft(null, `${name}: ${difference.said}\n  ${path.relative(process.cwd(), shown)}`).toBe(difference.said)
}

/** A picture whose scene is gone says nothing any more. */
export function expectNoOthers(names: ReadonlySet<string>): void {
  const kept = fs.readdirSync(pictures, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.png'))
  const others = kept.filter((name) => !names.has(name.replaceAll(path.sep, '/')))
  if (isAccepting) for (const name of others) fs.rmSync(path.join(pictures, name))
  else expect(others).toEqual([])
}
