import type { ProviderType } from '../../src-shared/domain/provider.ts'
import { anthropic } from './anthropic.ts'
import { azure } from './azure.ts'
import { bedrock } from './bedrock.ts'
import { bedrockInvoke } from './bedrock-invoke.ts'
import { claudeAws } from './claude-aws.ts'
import { deepseek } from './deepseek.ts'
import { gemini, geminiChat } from './gemini.ts'
import { githubModels } from './github-models.ts'
import { groq } from './groq.ts'
import { kimi, kimiCode } from './kimi.ts'
import { minimax } from './minimax.ts'
import { ollama, ollamaCloud } from './ollama.ts'
import { openai, openaiChat, openaiCustom, responsesCustom } from './openai.ts'
import { openrouter } from './openrouter.ts'
import { custom, llamacpp, lmstudio, vllm } from './own-servers.ts'
import { practice } from './practice.ts'
import type { Provider } from './provider.ts'
import { qwen, qwenCoding, qwenToken } from './qwen.ts'
import { siliconflow } from './siliconflow.ts'
import { vercel } from './vercel.ts'
import { vertex } from './vertex.ts'
import { zai, zhipu } from './zai.ts'

/** Every kind of provider, one row each. */
export const providers: Readonly<Record<ProviderType, Provider>> = {
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
  practice,
}

/** Whose key this is, by its shape alone; nothing is sent. `null`: it could be anybody's. */
export function recognise(secret: string): ProviderType | null {
  return Object.values(providers).find((it) => it.recognises(secret.trim()))?.type ?? null
}
