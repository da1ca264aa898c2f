import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { claudeCode } from '../e2e/claude-code.ts'
import { report } from '../e2e/real-client-providers/report.ts'
import { judge, type Outcome, runAt } from '../e2e/real-client-providers/run.ts'
import { rows } from '../playground/contract.ts'

const PAGE = path.resolve(import.meta.dirname, '..', 'docs', 'evidence', 'real-client-providers.md')
/** The practice has no twin: it is one. */
const kinds = rows.filter(({ type }) => type !== 'practice')
const outcomes: Outcome[] = []

let claude: string
beforeAll(async () => {
  claude = await claudeCode()
}, 300_000)

afterAll(() => {
  if (outcomes.length < kinds.length) return
  const version = execFileSync(claude, ['--version'], { encoding: 'utf8' }).split(' ')[0] ?? ''
  const inOrder = kinds.flatMap((row) => outcomes.filter((it) => it.row === row))
  fs.writeFileSync(PAGE, report(version, new Date().toISOString().slice(0, 10), inOrder))
})

it.each(kinds.map((row) => [row.type, row] as const))('%s', async (_type, row) => {
  const outcome = await runAt(claude, row)
  outcomes.push(outcome)
  expect(judge(outcome)).toEqual([])
})
