import fs from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { killSettingsWriters } from '../test/crash/kill-settings.ts'
import { killKeyWriters } from '../test/crash/kill-writers.ts'

const PAGE = path.resolve(import.meta.dirname, '..', 'docs', 'evidence', 'kills.md')
const said: string[] = []

afterAll(() =>
  fs.writeFileSync(PAGE, `# Killed while writing\n\n${said.join('\n')}\n\nMade by \`npm run test:night\`.\n`),
)

const tell = (what: string, kills: number, wrong: readonly string[], seconds: number) =>
  said.push(
    `- ${what}: ${kills} kills, ${wrong.length} wrong, ${Math.round(seconds)} s, ${new Date().toISOString().slice(0, 10)}`,
  )

it.each([
  ['keys are stored: every file whole, no acknowledged key lost', 1000, killKeyWriters],
  ['the settings of Claude Code are changed: each time the user’s own bytes come back', 200, killSettingsWriters],
] as const)('killed while %s', async (what, kills, run) => {
  const start = performance.now()
  const wrong = await run(kills)
  tell(what, kills, wrong, (performance.now() - start) / 1000)
  expect(wrong).toEqual([])
})
