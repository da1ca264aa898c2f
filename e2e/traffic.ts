import type { Page } from '@playwright/test'
import type { TwinKey } from '../playground/dialect.ts'
import { limited, slowly } from '../playground/script.ts'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { startZai } from '../playground/twin-zai.ts'
import { text } from '../src-shared/text/text.ts'
import type { RelayAt } from './app.ts'
import { type Desk, expect } from './desk.ts'
import { type Running, session } from './session.ts'
import { addKey } from './window.ts'

const anthropicKeys = [
  { name: 'work', secret: 'sk-ant-api03-picture-work-0000000000Qx3A', organization: 'org-acme' },
  { name: 'team, eu', secret: 'sk-ant-api03-picture-team-0000000000b71F', organization: 'org-team' },
  { name: 'team, us', secret: 'sk-ant-api03-picture-team-0000000000K2wE', organization: 'org-team' },
  { name: 'personal', secret: 'sk-ant-api03-picture-self-0000000000mm9C', organization: 'org-self' },
]
const zaiKey = { name: 'glm plan', secret: `${'c0ffee11'.repeat(4)}.PictureOfGlm4pQZ` }

export interface Scene {
  readonly anthropic: Twin
  readonly zai: Twin
}

/** A person with five keys at two providers, who may add `others` later. */
export async function furnish(desk: Desk, page: Page, others: readonly TwinKey[] = []): Promise<Scene> {
  const limits = (organization: string) =>
    organization === 'org-team' ? { rpm: 80, itpm: 60_000, otpm: 16_000 } : { rpm: 50, itpm: 30_000, otpm: 8_000 }
  const options = { limits, beforeMs: 500, paceMs: 10 }
  const anthropic = await desk.twin(startAnthropic, { ...options, keys: [...anthropicKeys, ...others] })
  const zai = await desk.twin(startZai, { ...options, keys: [zaiKey] })
  for (const { name, secret } of anthropicKeys) await addKey(page, { secret, label: name, address: anthropic.baseUrl })
  await addKey(page, { ...zaiKey, label: zaiKey.name, address: zai.baseUrl })
  return { anthropic, zai }
}

/** An hour's worth of work in a few seconds: answers, a failover, and streams that still run. */
export async function work({ anthropic }: Scene, page: Page, relay: RelayAt): Promise<Running[]> {
  const code = (tokens: number) => 'some of the code '.repeat(Math.round(tokens / 4))
  const sessions = Array.from({ length: 5 }, (_, i) => session(relay, `Rules of project ${i}. ${code(2000)}`))
  for (const [i, client] of sessions.entries()) await client.ask(`words: ${30 + 25 * i} ${code(900 + 500 * i)}`)
  for (const client of sessions.slice(0, 4)) await client.ask(`words: 20 ${code(300)}`, 'claude-haiku-4-5')
  for (const client of sessions) await client.ask(`words: 50 ${code(700)}`)
  anthropic.forKey('work', limited(48, 'itpm', 30_000), 1)
  for (const client of sessions.slice(0, 2)) await client.ask(`words: 60 ${code(1200)}`)
  anthropic.next(slowly(220), 3)
  const running = await Promise.all(sessions.slice(1, 4).map((client) => client.begin(`words: 70 ${code(2500)}`)))
  await expect(page.getByText(text.window.requests.running, { exact: true })).toHaveCount(3)
  return running
}
