import { named, type Preset } from './preset.ts'

const claude = named(
  ['anthropic/claude-opus-5', 'Claude Opus 5'],
  ['anthropic/claude-sonnet-5', 'Claude Sonnet 5'],
  ['anthropic/claude-haiku-4.5', 'Claude Haiku 4.5'],
)
const claudeRoles = {
  opus: 'anthropic/claude-opus-5',
  sonnet: 'anthropic/claude-sonnet-5',
  haiku: 'anthropic/claude-haiku-4.5',
}

export const openrouter: Preset = {
  name: 'OpenRouter',
  group: 'gateway',
  asOf: '2026-08-21',
  addresses: ['https://openrouter.ai/api'],
  key: 'needed',
  test: 'free',
  account: 'balance',
  models: claude,
  roles: claudeRoles,
  links: { keys: 'https://openrouter.ai/settings/keys', guide: 'https://openrouter.ai/docs' },
}

export const siliconflow: Preset = {
  name: 'SiliconFlow',
  group: 'gateway',
  asOf: '2026-08-21',
  addresses: ['https://api.siliconflow.com', 'https://api.siliconflow.cn'],
  key: 'needed',
  test: 'free',
  account: 'balance',
  models: named(['MiniMaxAI/MiniMax-M3', 'MiniMax M3']),
  roles: { opus: 'MiniMaxAI/MiniMax-M3', sonnet: 'MiniMaxAI/MiniMax-M3', haiku: 'MiniMaxAI/MiniMax-M3' },
  links: { keys: 'https://cloud.siliconflow.com/account/ak', guide: 'https://docs.siliconflow.com' },
}

export const vercel: Preset = {
  name: 'Vercel AI Gateway',
  group: 'gateway',
  asOf: '2026-08-21',
  addresses: ['https://ai-gateway.vercel.sh'],
  key: 'needed',
  test: 'free',
  account: 'balance',
  models: [...claude, ...named(['zai/glm-4.5-air', 'GLM-4.5 Air'])],
  roles: claudeRoles,
  links: { keys: 'https://vercel.com/docs/ai-gateway', guide: 'https://vercel.com/docs/ai-gateway' },
}
