import { startPractice } from '../src-main/practice/start-practice.ts'
import type { ProviderType } from '../src-shared/domain/provider.ts'
import { awsRows } from './contract-aws.ts'
import type { Row } from './row.ts'
import type { Twin, TwinOptions } from './twin.ts'
import { startAnthropic } from './twin-anthropic.ts'
import { startAzure } from './twin-azure.ts'
import { startCareless } from './twin-careless.ts'
import { startDeepseek } from './twin-deepseek.ts'
import { startGemini, startGeminiChat } from './twin-gemini.ts'
import { startGoogle } from './twin-google.ts'
import { startKimi, startKimiCode } from './twin-kimi.ts'
import { startMinimax } from './twin-minimax.ts'
import { startOllama, startOllamaCloud } from './twin-ollama.ts'
import {
  startGithubModels,
  startGroq,
  startOpenai,
  startOpenaiChat,
  startOpenaiHouse,
  startResponsesHouse,
} from './twin-openai.ts'
import { startOpenrouter } from './twin-openrouter.ts'
import { startLlamacpp, startLmstudio, startVllm } from './twin-own-servers.ts'
import { startQwen, startQwenPlan } from './twin-qwen.ts'
import { startSiliconflow } from './twin-siliconflow.ts'
import { startVercel } from './twin-vercel.ts'
import { startVertex } from './twin-vertex.ts'
import { startZai, startZhipu } from './twin-zai.ts'

export const zaiKey = `${'0123456789abcdef'.repeat(2)}.AbCdEfGhIjKlMnOp`
const anthropicKey = 'sk-ant-api03-contract-key'

/** A row whose twin knows one key. */
const own = (
  type: ProviderType,
  begin: (options: TwinOptions) => Promise<Twin>,
  secret: string,
  model: string,
  more: Pick<Row, 'limited' | 'lists' | 'account' | 'limits' | 'chat'> & Partial<Pick<Row, 'organization'>>,
): Row => ({
  type,
  secret,
  model,
  async start() {
    const twin = await begin({ keys: [{ secret, name: 'one' }] })
    return { baseUrl: twin.baseUrl, twin, stop: () => twin.stop() }
  },
  organization: null,
  ...more,
})

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
    lists: 7,
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
    lists: 7,
    account: { windows: ['five_hours', 'week'], balance: null },
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
    lists: 2,
  },
  own('zhipu', startZhipu, zaiKey, 'glm-5.3', {
    limited: { kind: 'rate_limited', scope: 'lane' },
    lists: 7,
    account: { windows: ['five_hours', 'week'], balance: null },
  }),
  own('minimax', startMinimax, 'mm-contract-key', 'MiniMax-M3', {
    limited: { kind: 'rate_limited', scope: 'lane' },
    lists: null,
    account: { windows: ['five_hours', 'week'], balance: null },
  }),
  own('kimi', startKimi, 'sk-kimi-contract', 'kimi-k2.7-code', {
    limited: { kind: 'rate_limited', scope: 'domain', waitMs: 7000 },
    lists: 3,
    account: { windows: [], balance: 49.58 },
  }),
  own('kimi_code', startKimiCode, 'sk-kimi-code-contract', 'kimi-for-coding', {
    limited: { kind: 'rate_limited', scope: 'domain' },
    lists: null,
    account: { windows: ['five_hours', 'week'], balance: null },
  }),
  own('deepseek', startDeepseek, 'sk-deepseek-contract', 'deepseek-v4-pro', {
    limited: { kind: 'rate_limited', scope: 'lane' },
    lists: 2,
    account: { windows: [], balance: 12.4 },
  }),
  own('qwen', startQwen, 'sk-qwen-contract', 'qwen3.7-max', {
    limited: { kind: 'rate_limited', scope: 'lane', waitMs: 5000 },
    lists: null,
  }),
  own('qwen_coding', startQwenPlan, 'sk-sp-contract', 'qwen3.7-plus', {
    limited: { kind: 'rate_limited', scope: 'domain' },
    lists: null,
  }),
  own('qwen_token', startQwenPlan, 'sk-tp-contract', 'qwen3.7-plus', {
    limited: { kind: 'rate_limited', scope: 'domain' },
    lists: null,
  }),
  own('ollama_cloud', startOllamaCloud, 'ollama-contract-key', 'kimi-k3', {
    limited: { kind: 'rate_limited', scope: 'domain' },
    lists: 2,
    account: { windows: ['session', 'week'], balance: null },
  }),
  own('azure', startAzure, 'azure-contract-key-of-a-resource', 'claude-opus-5', {
    limited: { kind: 'rate_limited', scope: 'lane', waitMs: 7000 },
    lists: null,
  }),
  {
    type: 'vertex',
    // Each twin has accounts of its own, whose keys it alone knows.
    secret: '',
    model: 'claude-opus-5',
    async start() {
      const google = await startGoogle()
      const secret = google.serviceAccount('one')
      const twin = await startVertex({ keys: [{ secret, name: 'one' }] }, google)
      const stop = async () => void (await Promise.all([twin.stop(), google.stop()]))
      return { baseUrl: twin.baseUrl, twin, secret, wrong: google.serviceAccount('one', true), stop }
    },
    limited: { kind: 'rate_limited', scope: 'lane', waitMs: null, dimension: 'itpm' },
    organization: null,
    lists: null,
  },
  ...awsRows,
  own('openrouter', startOpenrouter, 'sk-or-contract', 'z-ai/glm-5.3', {
    limited: { kind: 'rate_limited', scope: 'domain' },
    lists: 5,
    account: { windows: [], balance: 38.25 },
  }),
  own('siliconflow', startSiliconflow, 'sk-silicon-contract', 'MiniMaxAI/MiniMax-M3', {
    limited: { kind: 'rate_limited', scope: 'lane' },
    lists: 3,
    account: { windows: [], balance: 88.88 },
  }),
  own('vercel', startVercel, 'vck-contract-key', 'anthropic/claude-opus-5', {
    limited: { kind: 'rate_limited', scope: 'domain', waitMs: 7000 },
    lists: 4,
    account: { windows: [], balance: 95.5 },
  }),
  own('lmstudio', startLmstudio, 'lm-contract-key', 'qwen3-coder-30b', {
    limited: { kind: 'rate_limited', scope: 'lane' },
    lists: 2,
  }),
  own('llamacpp', startLlamacpp, 'cpp-contract-key', 'qwen3-coder-30b', { limited: { kind: 'overloaded' }, lists: 2 }),
  own('vllm', startVllm, 'vllm-contract-key', 'qwen3-coder-30b', { limited: { kind: 'overloaded' }, lists: 2 }),
  own('custom', startCareless, 'house-contract-key', 'house-large', {
    limited: { kind: 'rate_limited', scope: 'lane' },
    lists: null,
  }),
  own('openai', startOpenai, 'sk-proj-contract-key', 'gpt-5.6', {
    chat: 'thinking',
    limited: { kind: 'rate_limited', waitMs: 7000, dimension: 'itpm', scope: 'lane' },
    organization: 'org-one',
    limits: ['itpm', 'rpm'],
    lists: 2,
  }),
  own('openai_chat', startOpenaiChat, 'sk-proj-contract-key', 'gpt-5.6', {
    chat: 'silent',
    limited: { kind: 'rate_limited', waitMs: 7000, dimension: 'itpm', scope: 'lane' },
    organization: 'org-one',
    limits: ['itpm', 'rpm'],
    lists: 2,
  }),
  own('gemini', startGemini, 'AIzaContractKeyOfThePlayground', 'gemini-3.6-flash', {
    chat: 'thinking',
    limited: { kind: 'rate_limited', waitMs: 7000, scope: 'lane' },
    lists: 2,
  }),
  own('gemini_chat', startGeminiChat, 'AIzaContractKeyOfThePlayground', 'gemini-3.6-flash', {
    chat: 'silent',
    limited: { kind: 'rate_limited', waitMs: 7000, scope: 'lane' },
    lists: 2,
  }),
  own('groq', startGroq, 'gsk_ContractKeyOfThePlayground', 'openai/gpt-oss-120b', {
    chat: 'thinking',
    limited: { kind: 'rate_limited', waitMs: 7000, dimension: 'itpm', scope: 'lane' },
    limits: ['itpm'],
    lists: 2,
  }),
  own('github_models', startGithubModels, 'github_pat_ContractKeyOfThePlayground', 'openai/gpt-5', {
    chat: 'silent',
    limited: { kind: 'rate_limited', waitMs: 7000, scope: 'lane' },
    lists: 2,
  }),
  own('openai_custom', startOpenaiHouse, 'house-contract-key', 'house-large', {
    chat: 'thinking',
    limited: { kind: 'rate_limited', waitMs: 7000, dimension: 'itpm', scope: 'lane' },
    lists: 2,
  }),
  own('responses_custom', startResponsesHouse, 'house-contract-key', 'house-large', {
    chat: 'silent',
    limited: { kind: 'rate_limited', waitMs: 7000, dimension: 'itpm', scope: 'lane' },
    lists: 2,
  }),
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
    lists: 14,
  },
]

/** The first row of this kind. */
export function rowFor(type: ProviderType): Row {
  const row = rows.find((it) => it.type === type)
  if (!row) throw new Error(`no twin of ${type}`)
  return row
}
