import fs from 'node:fs'
import path from 'node:path'
import { rowFor } from '../playground/contract.ts'
import { providers } from '../src-main/providers/registry.ts'
import type { ChosenType } from '../src-shared/domain/provider.ts'
import { claudeCode, print } from './claude-code.ts'
import { expect, test } from './desk.ts'
import { serve } from './serve.ts'

let claude: string
test.beforeAll(async () => {
  test.setTimeout(300_000)
  claude = await claudeCode()
})

/** One of each wire, and those that want their thoughts back; at the end where it began. */
const TOUR: readonly ChosenType[] = [
  'anthropic',
  'zai',
  'bedrock_invoke',
  'openai',
  'gemini',
  'deepseek',
  'openai_custom',
  'kimi',
  'gemini_chat',
  'vertex',
  'bedrock',
  'anthropic',
]

test('one conversation of the real Claude Code goes from provider to provider, calls a tool at each, and comes back', async ({
  desk,
}) => {
  test.setTimeout(240_000)
  const at = { home: desk.folder('person'), cwd: desk.folder('project') }
  for (const [i, type] of TOUR.entries())
    await test.step(`${i + 1}. ${type}`, async () => {
      const row = rowFor(type)
      const upstream = await row.start()
      desk.later(upstream.stop)
      const secret = upstream.secret ?? row.secret ?? ''
      const mapping = type === 'anthropic' ? {} : { opus: row.model, sonnet: row.model, haiku: row.model }
      // Each stop has a relay of its own, which knows nothing of those before.
      const relay = await serve(desk.folder(`serve-${i}`), upstream.baseUrl, [{ secret, name: 'one' }], {
        provider: { type, mapping },
      })
      desk.later(relay.stop)
      const prompt = `use tool: bash echo ${type} >> ran.txt`
      const args = ['--allowedTools=Bash', ...(i === 0 ? [] : ['--continue'])]
      const { code, result, printed } = await print(claude, relay, { ...at, prompt, args })
      expect([code, result?.subtype, result?.is_error], printed).toEqual([0, 'success', false])
      const ran = fs.readFileSync(path.join(at.cwd, 'ran.txt'), 'utf8').trim().split('\n')
      expect(ran).toEqual(TOUR.slice(0, i + 1))
      const statuses = upstream.twin?.log.map(({ status }) => status) ?? []
      // Claude's own house may object to thinking that this relay has not seen made; Claude Code mends that by itself.
      const objects = i > 0 && providers[type].checksThinking
      const refused = statuses.filter((status) => status !== 200)
      expect(new Set(refused)).toEqual(new Set(objects && refused.length > 0 ? [400] : []))
      expect(statuses.filter((status) => status === 200)).toHaveLength(2)
    })
})
