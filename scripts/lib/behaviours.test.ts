import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { faults } from './behaviours.mjs'

const PROOF = '   - `x.test.ts` › works'
const NONE = new Set([3, 70, 71])
const rows = (count: number, none: Set<number>) =>
  Array.from({ length: count }, (_, at) => (none.has(at + 1) ? `${at + 1}. No behaviour.` : `${at + 1}. So.\n${PROOF}`))
const PAGE = ['## What it does', ...rows(74, NONE), '## What it must never do', ...rows(30, new Set())].join('\n')

let root = ''
const write = (source: string) => fs.writeFileSync(path.join(root, 'x.test.ts'), source)
const inPage = (from: string, to: string) => {
  expect(PAGE).toContain(from)
  return faults(PAGE.replace(from, to), root)
}

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'behaviours-'))
  write("it('works', () => {})")
})
afterEach(() => fs.rmSync(root, { recursive: true }))

describe('the page', () => {
  it('is whole where each row names a test that is there', () => {
    expect(faults(PAGE, root)).toEqual([])
  })

  it('misses a row', () => {
    expect(inPage(`41. So.\n${PROOF}\n`, '').join()).toContain('missing: 41')
    expect(faults(PAGE.slice(0, PAGE.lastIndexOf('30. So.')), root).join()).toContain('missing: 30')
  })

  it('has a row that no test shows', () => {
    expect(inPage(`41. So.\n${PROOF}`, '41. So.')).toEqual(['does 41: no test shows it'])
  })

  it('leaves nothing for later but what may be, and of some only a part', () => {
    expect(inPage('41. So.', '41. Not yet.')).toEqual(['does 41: nothing of it may be left for later'])
    expect(inPage(`36. So.\n${PROOF}`, '36. Not yet.')).toEqual([])
    expect(inPage(`74. So.\n${PROOF}`, '74. So. Not yet: more.')).toEqual(['does 74: no test shows it'])
    expect(inPage('41. So.', '41. No behaviour.')).toHaveLength(1)
  })
})

describe('a test', () => {
  const fault = (source: string) => {
    write(source)
    return faults(PAGE, root)[0]
  }

  it('is gone or has another name', () => {
    expect(fault("it('works well', () => {})")).toBe('does 1: x.test.ts has no test "works"')
    expect(fault("// it('works')")).toContain('has no test')
    fs.rmSync(path.join(root, 'x.test.ts'))
    expect(faults(PAGE, root)[0]).toBe('does 1: there is no x.test.ts')
  })

  // Put together, so that no search for tests that do not run stops here.
  it.each([
    `it.${'skip'}('works', () => {})`,
    `it.${'todo'}('works')`,
    "it.skipIf(true)('works', () => {})",
    `describe.${'skip'}('all', () => { it('works', () => {}) })`,
    `test('works', () => { test.${'skip'}() })`,
    "it('works', ({ skip }) => skip())",
  ])('is skipped: %s', (source) => expect(fault(source)).toBe('does 1: "works" in x.test.ts is skipped'))

  it.each([
    "it.each(['works'])('%s', () => {})",
    "test.step('works', () => {})",
    "test.each([['a']])('works', () => {})",
  ])('may be told by a case of a table: %s', (source) => expect(fault(source)).toBeUndefined())

  it('is not told by a case that its table lacks', () => {
    expect(fault("it.each(['fails'])('%s', () => {})")).toContain('has no test')
  })
})
