import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { Lines, pageOfMutation, Report, resultOf, Scopes, scoreOf } from './mutation.mjs'

const root = path.resolve(import.meta.dirname, '../..')
const read = (name: string) => fs.readFileSync(path.join(root, name), 'utf8')
const scopes = Scopes.parse(parse(read('night/mutation/scopes.yaml')))
const lines = Lines.parse(parse(read('night/mutation/lines.yaml')))

const mutant = (status: string, replacement: string) => ({
  ...{ status, replacement, mutatorName: 'BooleanLiteral' },
  location: { start: { line: 2 } },
})
const report = (...mutants: object[]) => Report.parse({ files: { 'a.ts': { source: 'one\n  two', mutants } } })
const scope = (spared: object[] = []) =>
  Scopes.parse({ x: { least: 95, files: ['a.ts'], tests: ['a.test.ts'], spared } })['x'] as (typeof scopes)[string]

it('counts what was killed or never ended, and names what survived by its line', () => {
  const found = report(mutant('Killed', 'a'), mutant('Timeout', 'b'), mutant('NoCoverage', 'c'), mutant('Ignored', 'd'))
  const result = resultOf(found, scope(), '2030-01-01')
  expect(result).toMatchObject({ mutants: 3, killed: 2, spared: 0, survived: ['a.ts:2 BooleanLiteral: two → c'] })
  expect(scoreOf(result)).toBeCloseTo(66.7, 1)
})

it('leaves out a survivor that is spared by name, and no other', () => {
  const spared = [{ file: 'a.ts', line: 'two', instead: 'c', why: 'the same' }]
  const result = resultOf(report(mutant('Survived', 'c'), mutant('Survived', 'e')), scope(spared), '2030-01-01')
  expect(result).toMatchObject({ mutants: 2, killed: 0, spared: 1, survived: ['a.ts:2 BooleanLiteral: two → e'] })
})

it('says of a scope that was not run that it was not', () => {
  expect(pageOfMutation({ x: scope() }, { scopes: {} })).toContain('| x | 95 % | not run yet |')
})

it('has named lines that stand where they are said to, each once', () => {
  expect(lines.length).toBeGreaterThanOrEqual(12)
  for (const { file, line } of lines) expect([line, read(file).split(line).length]).toEqual([line, 2])
})

it('names files and tests that there are', () => {
  const named = Object.values(scopes).flatMap(({ files, tests }) => [...files, ...tests])
  const gone = named.filter((name) => !name.includes('*') && !fs.existsSync(path.join(root, name)))
  expect(gone).toEqual([])
})
