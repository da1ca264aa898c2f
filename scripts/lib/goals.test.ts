import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { faultsOfGoals, type Goals, pageOfGoals, readGoals } from './goals.mjs'

let root = ''
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'goals-'))
  fs.writeFileSync(path.join(root, 'x.test.ts'), "it('works', () => {})\nit.skip('rests', () => {})")
})
afterEach(() => fs.rmSync(root, { recursive: true }))

const rows = (over: object = {}): Goals =>
  readGoals(
    Array.from({ length: 57 }, (_, at) => {
      const row = {
        goal: 'It holds',
        demanded: '9 of 9',
        reached: '9 of 9',
        when: ['commit'],
        tests: ['x.test.ts › works'],
      }
      return `G${String(at + 1).padStart(2, '0')}: ${JSON.stringify(at === 6 ? { ...row, ...over } : row)}`
    }).join('\n'),
  )
const faults = (over: object) => faultsOfGoals(rows(over), root)

it('has nothing to say of a table whose rows are all shown', () => {
  expect(faults({})).toEqual([])
  expect(pageOfGoals(rows())).toContain('All of them are reached.')
})

it('misses a row', () => {
  const { G07: _, ...fewer } = rows()
  expect(faultsOfGoals(fewer, root)).toEqual(['needs G01 to G57, in order; missing: G07'])
})

it.each([
  ['a test that is gone', { tests: ['x.test.ts › worked'] }, 'G07: x.test.ts has no test "worked"'],
  ['a test that is skipped', { tests: ['x.test.ts › rests'] }, 'G07: "rests" in x.test.ts is skipped'],
  ['a file that is gone', { tests: ['y.test.ts › works'] }, 'G07: there is no y.test.ts'],
  ['a record that is gone', { evidence: ['docs/evidence/none.md'] }, 'G07: there is no docs/evidence/none.md'],
  ['a decision that is gone', { decision: 'docs/decisions/none.md' }, 'G07: there is no docs/decisions/none.md'],
  ['nothing that shows it', { tests: [] }, 'G07: no test shows it'],
  ['no figure reached', { reached: undefined }, 'G07: nobody reached it'],
])('finds %s', (_, over, fault) => {
  expect(faults(over)).toEqual([fault])
})

it('says plainly what is not yet, and asks for no test of it', () => {
  const page = pageOfGoals(rows({ reached: undefined, notYet: 'the tenth', tests: [] }))
  expect(page).toContain('**Not yet:** the tenth')
  expect(page).toContain('56 of 57')
  expect(faults({ reached: undefined, notYet: 'the tenth', tests: [] })).toEqual([])
})

it('takes no row of another shape', () => {
  expect(() => rows({ reachd: '9' })).toThrow()
  expect(() => rows({ demanded: '' })).toThrow()
})
