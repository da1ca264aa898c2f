import { startPractice } from '../src-main/practice/start-practice.ts'
import type { Verdict } from '../src-main/providers/provider.ts'
import type { ProviderType } from '../src-shared/domain/provider.ts'
import type { Twin } from './twin.ts'
import { startAnthropic } from './twin-anthropic.ts'
import { startOllama } from './twin-ollama.ts'
import { startZai } from './twin-zai.ts'

/** What the contract needs of a provider's twin. Adding a provider adds a row. */
export interface Row {
  type: ProviderType
  /** A key that works there; `null`: it needs none. */
  secret: string | null
  model: string
  start(): Promise<{ baseUrl: string; twin: Twin | null; secret?: string; stop(): Promise<void> }>
  /** What a limit on input tokens, 30,000 a minute, for 7 s, is read as. */
  limited: Partial<Verdict>
  /** Absent: an overload is told from a limit. One machine with one queue knows no difference: it rests for a moment. */
  overloaded?: Partial<Verdict>
  organization: string | null
}

export const zaiKey = `${'0123456789abcdef'.repeat(2)}.AbCdEfGhIjKlMnOp`
const anthropicKey = 'sk-ant-api03-contract-key'

/** The contract of `src-main/providers` is tested once per row. */
export const rows: readonly Row[] = [
  {
    type: 'anthropic',
    secret: anthropicKey,
    model: 'claude-opus-5',
    async start() {
      const keys = [{ secret: anthropicKey, name: 'one', organization: 'org-1', workspace: 'wrk-1' }]
      const twin = await startAnthropic({ keys })
      return { baseUrl: twin.baseUrl, twin, stop: () => twin.stop() }
    },
    limited: { kind: 'rate_limited', waitMs: 7000, dimension: 'itpm', scope: 'lane' },
    organization: 'org-1',
  },
  {
    type: 'zai',
    secret: zaiKey,
    model: 'glm-5.3',
    async start() {
      const twin = await startZai({ keys: [{ secret: zaiKey, name: 'one' }] })
      return { baseUrl: twin.baseUrl, twin, stop: () => twin.stop() }
    },
    limited: { kind: 'rate_limited', scope: 'lane' },
    organization: null,
  },
  {
    type: 'ollama',
    secret: null,
    model: 'qwen3-coder',
    async start() {
      const twin = await startOllama({})
      return { baseUrl: twin.baseUrl, twin, stop: () => twin.stop() }
    },
    limited: { kind: 'rate_limited', scope: 'lane', waitMs: 2_000 },
    overloaded: { kind: 'rate_limited', scope: 'lane', waitMs: 2_000 },
    organization: null,
  },
  {
    type: 'practice',
    secret: '',
    model: 'claude-opus-5',
    async start() {
      const it = await startPractice({ clock: { now: () => 0 }, paceMs: 0 })
      return { baseUrl: it.baseUrl, twin: null, secret: it.keys[0]?.secret ?? '', stop: it.stop }
    },
    limited: {},
    organization: 'practice-organization-1',
  },
]
