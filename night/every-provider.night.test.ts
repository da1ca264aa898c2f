import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claudeCode, print } from '../e2e/claude-code.ts'
import { serve } from '../e2e/serve.ts'
import { rows } from '../playground/contract.ts'

/** The real Claude Code finishes a task with a tool call, and goes on with it, at every kind of provider. */
const top = fs.mkdtempSync(path.join(os.tmpdir(), 'every-provider-'))
afterAll(() => fs.rmSync(top, { recursive: true, force: true }))

let claude: string
beforeAll(async () => {
  claude = await claudeCode()
}, 300_000)

function folder(...names: string[]): string {
  const it = path.join(top, ...names)
  fs.mkdirSync(it, { recursive: true })
  return it
}

describe.each(rows.filter(({ type }) => type !== 'practice'))('$type', (row) => {
  it('finishes a task with a tool, and the conversation goes on', async () => {
    const { type, model } = row
    const upstream = await row.start()
    const secret = upstream.secret ?? row.secret
    const mapping = { opus: model, sonnet: model, haiku: model }
    const keys = secret === null ? [] : [{ secret, name: 'one' }]
    const relay = await serve(folder(type, 'serve'), upstream.baseUrl, keys, { provider: { type, mapping } })
    try {
      const at = { home: folder(type, 'person'), cwd: folder(type, 'project') }
      const run = async (prompt: string, ...args: string[]) => {
        const { code, result, printed } = await print(claude, relay, { ...at, prompt, args })
        expect([code, result?.subtype, result?.is_error], printed).toEqual([0, 'success', false])
        return result
      }
      await run('use tool: write note.txt written by a tool', '--permission-mode', 'acceptEdits')
      expect(fs.readFileSync(path.join(at.cwd, 'note.txt'), 'utf8').trim()).toBe('written by a tool')
      const result = await run('words: 8', '--continue')
      expect(result?.result?.split(' ').slice(-8)).toHaveLength(8)
      expect(new Set(upstream.twin?.log.map(({ status }) => status))).toEqual(new Set([200]))
    } finally {
      await relay.stop()
      await upstream.stop()
    }
  }, 120_000)
})
