import fs from 'node:fs'
import path from 'node:path'
import { rowFor } from '../playground/contract.ts'
import type { LogEntry } from '../playground/twin.ts'
import type { ChosenType } from '../src-shared/domain/provider.ts'
import { claudeCode, print } from './claude-code.ts'
import { expect, test } from './desk.ts'
import { serveConfig } from './serve.ts'

let claude: string
test.beforeAll(async () => {
  test.setTimeout(300_000)
  claude = await claudeCode()
})

const WAY: readonly ChosenType[] = ['anthropic', 'zai', 'bedrock', 'openai_chat', 'anthropic']

const statuses = (log: readonly LogEntry[]) => log.map(({ status }) => status)

test('one conversation goes from Anthropic to Z.AI, Bedrock, OpenAI’s format and back, and nothing is refused', async ({
  desk,
}) => {
  test.setTimeout(120_000)
  const kinds = [...new Set(WAY)]
  const doors = await Promise.all(
    kinds.map(async (type) => {
      const row = rowFor(type)
      const upstream = await row.start()
      desk.later(upstream.stop)
      return { type, row, upstream, secret: upstream.secret ?? row.secret ?? '' }
    }),
  )
  /** The config while one of them alone is on. */
  const config = (on: ChosenType) => ({
    providers: doors.map(({ type, row, upstream, secret }) => ({
      ...{ name: type, type, enabled: type === on, base_url: upstream.baseUrl, keys: [{ key: secret }] },
      model_mapping: type === 'anthropic' ? {} : { opus: row.model, sonnet: row.model, haiku: row.model },
    })),
  })
  const relay = await serveConfig(desk.folder('serve'), config(WAY[0] ?? 'anthropic'))
  desk.later(relay.stop)
  const inUse = async () => {
    const reply = await fetch(`${relay.address}/v1/providers`, { headers: { 'x-api-key': relay.token } })
    const { data } = (await reply.json()) as { data: { id: string; enabled: boolean }[] }
    return data.filter(({ enabled }) => enabled).map(({ id }) => id)
  }
  const at = { home: desk.folder('person'), cwd: desk.folder('project') }

  for (const [i, type] of WAY.entries())
    await test.step(`${i + 1}. ${type}`, async () => {
      relay.rewrite(config(type))
      await expect.poll(inUse).toEqual([type])
      const args = ['--allowedTools=Bash', ...(i === 0 ? [] : ['--continue'])]
      const prompt = `use tool: bash echo ${type} >> ran.txt`
      const { code, result, events, printed } = await print(claude, relay, { ...at, prompt, args })
      expect([code, result?.subtype, result?.is_error], printed).toEqual([0, 'success', false])
      expect(events.filter(({ subtype }) => subtype === 'api_retry')).toEqual([])
      const ran = fs.readFileSync(path.join(at.cwd, 'ran.txt'), 'utf8').trim().split('\n')
      expect(ran).toEqual(WAY.slice(0, i + 1))
    })

  await test.step('nobody refused anything', () => {
    const answered = Object.fromEntries(doors.map(({ type, upstream }) => [type, statuses(upstream.twin?.log ?? [])]))
    expect(answered).toEqual({
      anthropic: [200, 200, 200, 200],
      zai: [200, 200],
      bedrock: [200, 200],
      openai_chat: [200, 200],
    })
  })
})
