import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { type Act, overloaded } from '../playground/script.ts'
import type { LogEntry, Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { startZai } from '../playground/twin-zai.ts'
import { type RelayAt, root } from './app.ts'
import { claudeCode, print, type Run } from './claude-code.ts'
import { type Desk, expect, test } from './desk.ts'

let claude: string
test.beforeAll(async () => {
  test.setTimeout(300_000)
  claude = await claudeCode()
})

const ANTHROPIC = { secret: 'sk-ant-api03-end-to-end-key-number-1', name: 'anthropic' }
const ZAI = { secret: '0123456789abcdef0123456789abcdef.ABCDEFGH12345678', name: 'zai' }

/** A relay that prefers Anthropic and has Z.AI beside it. */
async function serve(desk: Desk, anthropic: Twin, zai: Twin, port = '0'): Promise<RelayAt & { stop(): Promise<void> }> {
  const token = 'a-client-token-of-the-config-file'
  const config = path.join(desk.folder('serve'), 'config.yaml')
  const lines = [
    `server: { listen: "127.0.0.1:${port}", auth: { api_key: ${token} } }`,
    'providers:',
    `  - { name: anthropic, type: anthropic, base_url: "${anthropic.baseUrl}", keys: [{ key: ${ANTHROPIC.secret} }] }`,
    `  - { name: zai, type: zai, base_url: "${zai.baseUrl}", keys: [{ key: ${ZAI.secret} }] }`,
  ]
  fs.writeFileSync(config, `${lines.join('\n')}\n`)
  const child = spawn(process.execPath, [path.join(root, 'scripts', 'cc-relay.mjs'), 'serve', '--config', config], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stderr.resume()
  const ended = new Promise<unknown>((resolve) => child.once('exit', resolve))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  desk.later(stop)
  const line = await new Promise<string>((resolve) => child.stdout.once('data', (words) => resolve(String(words))))
  return { address: JSON.parse(line).url, token, stop }
}

interface Block {
  readonly type: string
  readonly signature?: string
  readonly id?: string
  readonly tool_use_id?: string
}
const blocksIn = (entry: LogEntry | undefined): readonly Block[] => {
  const { messages } = JSON.parse(String(entry?.body)) as { messages: readonly { content: string | Block[] }[] }
  return messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content))
}
const thoughts = (entry: LogEntry | undefined) => blocksIn(entry).filter(({ type }) => type === 'thinking')
const statuses = (log: readonly LogEntry[]) => log.map(({ status }) => status)

/** Claude Code itself leaves out the thinking of a model by another name; a provider may well answer by the asked one. */
const underTheAskedName: Act = {
  kind: 'bend',
  name: 'under the asked name',
  bend: (plan) => ({
    ...plan,
    steps: plan.steps.map((it) =>
      it.kind === 'write' ? { ...it, text: it.text.replace('"model":"glm-5.3"', '"model":"claude-opus-4-8"') } : it,
    ),
  }),
}

for (const [how, act] of [
  ['under its model’s own name', null],
  ['under the asked name', underTheAskedName],
] as const) {
  test(`one conversation of the real Claude Code goes to another provider, ${how}, and comes back`, async ({
    desk,
  }) => {
    test.setTimeout(180_000)
    const anthropic = await desk.twin(startAnthropic, { keys: [ANTHROPIC] })
    const zai = await desk.twin(startZai, { keys: [ZAI] })
    if (act) zai.forKey('zai', act)
    let relay = await serve(desk, anthropic, zai)
    const at = { home: desk.folder('person'), cwd: desk.folder('project') }
    const run = (prompt: string, ...args: string[]) => print(claude, relay, { ...at, prompt, args })
    const fine = ({ code, result, events, printed }: Run) => {
      expect([code, result?.subtype, result?.is_error], printed).toEqual([0, 'success', false])
      expect(events.filter(({ subtype }) => subtype === 'api_retry')).toEqual([])
    }

    await test.step('at Anthropic', async () => {
      fine(await run('words: 8'))
      expect([statuses(anthropic.log), zai.log.length]).toEqual([[200], 0])
    })

    await test.step('at the other one', async () => {
      anthropic.next(overloaded())
      fine(await run('words: 8', '--continue'))
      expect([statuses(anthropic.log), statuses(zai.log)]).toEqual([[200, 529], [200]])
    })

    await test.step('back at Anthropic, which gets its own thinking and no other', async () => {
      fine(await run('words: 8', '--continue'))
      expect(statuses(anthropic.log)).toEqual([200, 529, 200])
      expect(thoughts(anthropic.log[2])).toHaveLength(1)
    })

    await test.step('a tool called by one reports to the other, and ran once', async () => {
      anthropic.next(overloaded())
      fine(await run('use tool: bash echo ran >> ran.txt', '--continue', '--allowedTools=Bash'))
      expect(fs.readFileSync(path.join(at.cwd, 'ran.txt'), 'utf8')).toBe('ran\n')
      expect([statuses(anthropic.log).slice(3), statuses(zai.log)]).toEqual([
        [529, 200],
        [200, 200],
      ])
      const blocks = blocksIn(anthropic.log[4])
      const call = blocks.find(({ type }) => type === 'tool_use')
      expect(call?.id).toMatch(/^call_/)
      expect(blocks.find(({ type }) => type === 'tool_result')?.tool_use_id).toBe(call?.id)
      expect(thoughts(anthropic.log[4])).toHaveLength(2)
    })

    await test.step('after a restart, where nothing is remembered, Claude Code mends by itself what Anthropic objects to', async () => {
      await relay.stop()
      relay = await serve(desk, anthropic, zai, new URL(relay.address).port)
      const { code, result } = await run('words: 8', '--continue')
      expect([code, result?.subtype, result?.is_error]).toEqual([0, 'success', false])
      expect(statuses(anthropic.log).slice(5)).toEqual(act ? [400, 200] : [200])
    })
  })
}
