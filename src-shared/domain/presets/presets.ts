import type { ChosenType } from '../provider.ts'
import { bedrock, bedrockInvoke, claudeAws } from './aws.ts'
import { azure, vertex } from './clouds.ts'
import { openrouter, siliconflow, vercel } from './gateways.ts'
import { custom, llamacpp, lmstudio, ollama, vllm } from './local.ts'
import { anthropic, deepseek, kimi, minimax, qwen, zai, zhipu } from './makers.ts'
import {
  gemini,
  geminiChat,
  githubModels,
  groq,
  openai,
  openaiChat,
  openaiCustom,
  responsesCustom,
} from './openai-format.ts'
import { kimiCode, ollamaCloud, qwenCoding, qwenToken } from './plans.ts'
import type { Preset } from './preset.ts'

/** Every kind of provider that can be chosen; one row each. */
export const presets: Readonly<Record<ChosenType, Preset>> = {
  anthropic,
  zai,
  zhipu,
  minimax,
  kimi,
  deepseek,
  qwen,
  kimi_code: kimiCode,
  qwen_coding: qwenCoding,
  qwen_token: qwenToken,
  ollama_cloud: ollamaCloud,
  azure,
  vertex,
  bedrock,
  bedrock_invoke: bedrockInvoke,
  claude_aws: claudeAws,
  openrouter,
  siliconflow,
  vercel,
  openai,
  openai_chat: openaiChat,
  gemini,
  gemini_chat: geminiChat,
  groq,
  github_models: githubModels,
  ollama,
  lmstudio,
  llamacpp,
  vllm,
  custom,
  openai_custom: openaiCustom,
  responses_custom: responsesCustom,
}

/** There is no usual address of this kind: whoever adds one gives it. */
export const needsAddress = (type: ChosenType): boolean => presets[type].addresses.length === 0
