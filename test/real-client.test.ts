import { beforeAll, expect, it } from 'vitest'
import { claudeCode } from '../e2e/claude-code.ts'
import { judge } from '../e2e/real-client-matrix/judge.ts'
import { rows, titleOf } from '../e2e/real-client-matrix/rows.ts'
import { runRow } from '../e2e/real-client-matrix/run.ts'

/** One of each kind; the whole matrix is run at night. */
const CHOSEN = [
  '400 credit, 2 times, after the tool: unseen',
  '401, 2 times, at the first turn: unseen',
  '429, an hour, 2 times, at the first turn: unseen',
  '502 HTML, once, after the tool: unseen',
  'reset after headers, once, at the first turn: unseen',
  'cut after a tool call, once, at the first turn: unseen',
  'cut mid-text, once, after the tool: retried',
  '429, an hour, at every key, at the first turn: told',
  '401, at every key, at the first turn: told',
]

let claude: string
beforeAll(async () => {
  claude = await claudeCode()
}, 300_000)

it.each(CHOSEN)('the real client: %s', { timeout: 60_000 }, async (title) => {
  const row = rows.find((it) => titleOf(it) === title)
  if (!row) throw new Error('there is no such row')
  expect(judge(await runRow(claude, row))).toEqual([])
})
