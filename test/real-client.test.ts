import { beforeAll, expect, it } from 'vitest'
import { claudeCode } from '../e2e/claude-code.ts'
import { CHOSEN } from '../e2e/real-client-matrix/chosen.ts'
import { judge } from '../e2e/real-client-matrix/judge.ts'
import { rows, titleOf } from '../e2e/real-client-matrix/rows.ts'
import { runRow } from '../e2e/real-client-matrix/run.ts'

let claude: string
beforeAll(async () => {
  claude = await claudeCode()
}, 300_000)

it.each(CHOSEN)('the real client: %s', { timeout: 60_000 }, async (title) => {
  const row = rows.find((it) => titleOf(it) === title)
  if (!row) throw new Error('there is no such row')
  expect(judge(await runRow(claude, row))).toEqual([])
})
