import type { ProviderType } from '../../src-shared/domain/provider.ts'
import { free, type Known, type Prices, type Rates, rates } from './facts.ts'
import { spelling } from './names.ts'

/** What a kind of provider says of itself, copied from its pages with the day they were read. */
export interface Published {
  /** Under which name the price package keeps it; `null`: it does not. */
  readonly inPackage: string | null
  readonly asOf: string | null
  /** What holds for any model there, listed or not. */
  readonly any: (model: string) => Partial<Known>
  readonly models: Readonly<Record<string, Partial<Known>>>
}

const flat = (it: Rates): Prices => ({ ...it, long: null })

const everything = { tools: true, images: true, documents: true, thinking: true }
const claude = (maxOutput: number): Partial<Known> => ({ ...everything, maxOutput })

/**
 * Anthropic, "Models overview" and the page of each model: output limits and inputs; all of these take tools,
 * images, PDFs and thinking. Windows and prices stand here only where the package has none.
 */
const anthropic: Published['models'] = {
  /** List price since its release on 2026-11-09: cached input at 2.5 %, as with Fable 5.1. */
  'claude-fable-5-2': { ...claude(128_000), contextWindow: 1_000_000, prices: flat(rates(8, 40, 0.2, 10)) },
  'claude-fable-5-1': claude(128_000),
  'claude-fable-5': claude(128_000),
  'claude-opus-5-5': claude(128_000),
  /** Cached input at 5 %. The package has only Sonnet 5, under a rule that would catch this one too. */
  'claude-sonnet-5-5': { ...claude(128_000), contextWindow: 1_000_000, prices: flat(rates(2, 10, 0.1, 2.5)) },
  'claude-haiku-5-5': {
    ...claude(128_000),
    contextWindow: 1_000_000,
    prices: { ...rates(0.1, 0.5, 0.01, 0.125), long: { above: 100_000, ...rates(0.5, 2.5, 0.05, 0.625) } },
  },
  'claude-opus-5': claude(128_000),
  'claude-sonnet-5': claude(128_000),
  'claude-opus-4-8': claude(128_000),
  'claude-opus-4-7': claude(128_000),
  'claude-opus-4-6': claude(128_000),
  'claude-sonnet-4-6': claude(128_000),
  'claude-opus-4-5': claude(64_000),
  'claude-sonnet-4-5': claude(64_000),
  'claude-haiku-4-5': claude(64_000),
}

const textOnly = { tools: true, images: false, documents: false, thinking: true }
const glm = (maxOutput: number, more: Partial<Known> = {}): Partial<Known> => ({ ...textOnly, maxOutput, ...more })

/** Z.AI, "Pricing" and the page of each model (pay as you go; the coding plan is a flat fee). */
const zai: Published['models'] = {
  'glm-5.3': glm(131_072),
  /** The list price; the package still has the half price of its first two weeks, which ended on 2026-09-09. */
  'glm-5.3-flash': glm(131_072, { images: true, prices: flat(rates(0.15, 0.5, 0.03)) }),
  'glm-5.2': glm(131_072),
  'glm-5.1': glm(131_072, { contextWindow: 200_000, prices: flat(rates(1.4, 4.4, 0.26)) }),
  'glm-5-turbo': glm(131_072, { contextWindow: 200_000, prices: flat(rates(1.2, 4, 0.24)) }),
  'glm-4.7': glm(131_072, { contextWindow: 200_000, prices: flat(rates(0.6, 2.2, 0.11)) }),
  'glm-4.5-air': glm(98_304, { contextWindow: 128_000, prices: flat(rates(0.2, 1.1, 0.03)) }),
}

/**
 * Ollama's library, and its page on Anthropic's format (no PDFs). How large a window is, the machine's owner
 * decides, so nothing is said of it.
 */
const ollama: Published['models'] = {
  'qwen3-coder': { tools: true, images: false, thinking: false },
  'gpt-oss:20b': { tools: true, images: false, thinking: true },
  'glm-4.7:cloud': { tools: true, images: false, thinking: true },
}

/** A model that Ollama runs elsewhere is paid for by a plan. */
const isElsewhere = (model: string): boolean => /[:-]cloud$/i.test(model)

/** kimi.com, "Kimi Code". */
const kimiCode: Published['models'] = { 'kimi-for-coding': { contextWindow: 262_144, tools: true } }

/** Of a provider that says little of its models, or of which nobody can say anything beforehand. */
const little = (inPackage: string | null, asOf: string | null = null, models: Published['models'] = {}): Published => ({
  inPackage,
  asOf,
  any: () => ({}),
  models: bySpelling(models),
})

/** On this computer: nothing is billed. */
const atHome: Published = { ...little(null), any: () => ({ prices: free }) }

/** Claude as Anthropic has it, at prices of AWS's own; a global profile costs less than one of a region. */
const onAws: Published = {
  inPackage: 'aws',
  asOf: null,
  any(model) {
    const { prices: _, ...known } = bySpelling(anthropic)[spelling(model).replace(/^global-/, '')] ?? {}
    return known
  },
  models: {},
}

/** One row per kind of provider. */
export const published: Readonly<Record<ProviderType, Published>> = {
  anthropic: { inPackage: 'anthropic', asOf: '2026-11-10', any: () => ({}), models: bySpelling(anthropic) },
  zai: { inPackage: 'zai', asOf: '2026-10-02', any: () => ({}), models: bySpelling(zai) },
  // Its list prices are in another currency.
  zhipu: little(null),
  minimax: little('minimax'),
  kimi: little('moonshotai'),
  deepseek: little('deepseek'),
  qwen: little(null),
  kimi_code: little(null, '2026-08-21', kimiCode),
  qwen_coding: little(null),
  qwen_token: little(null),
  ollama_cloud: little(null),
  // Billed at Anthropic's list prices; Vertex AI adds a tenth outside of its global region.
  azure: little('anthropic', '2026-11-20', anthropic),
  vertex: little('anthropic', '2026-11-20', anthropic),
  bedrock: onAws,
  bedrock_invoke: onAws,
  claude_aws: { inPackage: 'anthropic', asOf: '2026-11-10', any: () => ({}), models: bySpelling(anthropic) },
  openrouter: little('openrouter'),
  siliconflow: little(null),
  vercel: little(null),
  openai: little('openai'),
  openai_chat: little('openai'),
  gemini: little('google'),
  gemini_chat: little('google'),
  groq: little('groq'),
  github_models: little(null),
  lmstudio: atHome,
  llamacpp: atHome,
  vllm: atHome,
  custom: little(null),
  openai_custom: little(null),
  responses_custom: little(null),
  ollama: {
    inPackage: null,
    asOf: null,
    any: (model) => ({ documents: false, ...(isElsewhere(model) ? {} : { prices: free }) }),
    models: bySpelling(ollama),
  },
  /** It answers everything, by whatever name. */
  practice: { inPackage: null, asOf: null, any: () => ({ ...everything, prices: free }), models: {} },
}

function bySpelling(models: Published['models']): Published['models'] {
  return Object.fromEntries(Object.entries(models).map(([name, known]) => [spelling(name), known]))
}
