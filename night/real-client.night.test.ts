import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { claudeCode } from '../e2e/claude-code.ts'
import { judge } from '../e2e/real-client-matrix/judge.ts'
import { report } from '../e2e/real-client-matrix/report.ts'
import { rows, titleOf } from '../e2e/real-client-matrix/rows.ts'
import { type Outcome, runRow } from '../e2e/real-client-matrix/run.ts'

const PAGE = path.resolve(import.meta.dirname, '..', 'docs', 'evidence', 'real-client-matrix.md')
const outcomes: Outcome[] = []

let claude: string
beforeAll(async () => {
  claude = await claudeCode()
}, 300_000)

afterAll(() => {
  if (outcomes.length < rows.length) return
  const version = execFileSync(claude, ['--version'], { encoding: 'utf8' }).split(' ')[0] ?? ''
  const inOrder = rows.flatMap((row) => outcomes.filter((it) => it.row === row))
  fs.writeFileSync(PAGE, report(version, new Date().toISOString().slice(0, 10), inOrder))
})

it.each(rows.map((row) => [titleOf(row), row] as const))('%s', async (_title, row) => {
  const outcome = await runRow(claude, row)
  outcomes.push(outcome)
  expect(judge(outcome)).toEqual([])
})
