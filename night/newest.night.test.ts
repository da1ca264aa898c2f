import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claudeCode, newestVersion } from '../e2e/claude-code.ts'
import { CHOSEN } from '../e2e/real-client-matrix/chosen.ts'
import { judge } from '../e2e/real-client-matrix/judge.ts'
import { rows, titleOf } from '../e2e/real-client-matrix/rows.ts'
import { runRow } from '../e2e/real-client-matrix/run.ts'

const root = path.resolve(import.meta.dirname, '..')
const PAGE = path.join(root, 'docs', 'evidence', 'newest-client.md')
const told: string[] = []

let version: string
let claude: string
beforeAll(async () => {
  version = await newestVersion()
  claude = await claudeCode(version)
}, 600_000)
afterAll(() => {
  const lines = told.map((line) => `- ${line}`).join('\n')
  fs.writeFileSync(
    PAGE,
    `# The newest client\n\nClaude Code ${version}, ${new Date().toISOString().slice(0, 10)}. What we know of the version that every commit is tested with, asked of the newest:\n\n${lines}\n\nMade by \`npm run test:night\`.\n`,
  )
})

describe('the newest Claude Code', () => {
  it.each(CHOSEN)('the retry table: %s', async (title) => {
    const row = rows.find((it) => titleOf(it) === title)
    if (!row) throw new Error('there is no such row')
    const problems = judge(await runRow(claude, row))
    told.push(`${title}: ${problems.length === 0 ? 'as before' : problems.join('; ')}`)
    expect(problems).toEqual([])
  })

  it('is led nowhere else by hostile settings, and tells nobody who took the port anything', () => {
    const args = ['scripts/with-electron.mjs', 'playwright', 'test', 'e2e/hostile.spec.ts']
    const env = { ...process.env, CC_RELAY_CLAUDE_CODE: version }
    let said = 'as before'
    try {
      execFileSync(process.execPath, args, { cwd: root, env, stdio: 'pipe' })
    } catch (error) {
      said = String((error as { stdout?: Buffer }).stdout).slice(-2000)
    }
    told.push(`hostile settings of project and user, a stranger on the port: ${said}`)
    expect(said).toBe('as before')
  })
})
