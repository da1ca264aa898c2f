import { z } from 'zod'
import { ProviderId } from './ids.ts'

/** The kinds of provider a user may choose; what each is, stands in `presets/`. The names are part of the config file. */
export const ChosenType = z.enum([
  'anthropic',
  'zai',
  'zhipu',
  'minimax',
  'kimi',
  'deepseek',
  'qwen',
  'kimi_code',
  'qwen_coding',
  'qwen_token',
  'ollama_cloud',
  'azure',
  'vertex',
  'bedrock',
  'bedrock_invoke',
  'claude_aws',
  'openrouter',
  'siliconflow',
  'vercel',
  'openai',
  'openai_chat',
  'gemini',
  'gemini_chat',
  'groq',
  'github_models',
  'ollama',
  'lmstudio',
  'llamacpp',
  'vllm',
  'custom',
  'openai_custom',
  'responses_custom',
])
export type ChosenType = z.infer<typeof ChosenType>

/** The kinds of upstream the relay speaks to. `practice` lives inside the app and costs nothing. */
export const ProviderType = z.enum([...ChosenType.options, 'practice'])
export type ProviderType = z.infer<typeof ProviderType>

/** What Claude Code asks models for. */
export const Role = z.enum(['opus', 'sonnet', 'haiku'])
export type Role = z.infer<typeof Role>

/** Fed by 5xx, 529, timeouts and connection errors only; never by 429 or other 4xx. Times: ms, pool clock. */
export const CircuitStatus = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('closed') }),
  z.object({ kind: z.literal('open'), since: z.number(), until: z.number(), reason: z.string() }),
  z.object({ kind: z.literal('half_open'), since: z.number() }),
])
export type CircuitStatus = z.infer<typeof CircuitStatus>

export const ModelInfo = z.object({ id: z.string(), displayName: z.string() })
export type ModelInfo = z.infer<typeof ModelInfo>

/** One look at a provider's server: ms from the start to each step; `null` where a step was not reached or not needed. */
export const ProviderCheck = z.object({
  at: z.number(),
  connectMs: z.number().nullable(),
  tlsMs: z.number().nullable(),
  firstByteMs: z.number().nullable(),
  /** How many models it lists; `null`: it lists none, or not to us. */
  models: z.number().int().nullable(),
  /** What came of it, in a sentence. */
  said: z.string(),
  ok: z.boolean(),
})
export type ProviderCheck = z.infer<typeof ProviderCheck>

/** A provider as the window sees it. */
export const ProviderView = z.object({
  id: ProviderId,
  type: ProviderType,
  enabled: z.boolean(),
  baseUrl: z.string(),
  /** False for a local provider such as Ollama: it works without a key. */
  needsKey: z.boolean(),
  models: z.array(ModelInfo),
  /** Asked model or role → the provider's model. */
  mapping: z.record(z.string(), z.string()),
  circuit: CircuitStatus,
})
export type ProviderView = z.infer<typeof ProviderView>

/** What the tray and the window choose. `null`: the strategy decides / the model as asked. */
export const Choice = z.object({ provider: ProviderId.nullable(), model: z.string().nullable() })
export type Choice = z.infer<typeof Choice>
