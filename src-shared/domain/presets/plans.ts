import { everyRole, named, type Preset } from './preset.ts'

export const kimiCode: Preset = {
  name: 'Kimi coding plan',
  group: 'plan',
  asOf: '2026-08-21',
  addresses: ['https://api.kimi.com/coding'],
  key: 'needed',
  test: 'free',
  account: 'plan',
  models: named(['kimi-for-coding', 'Kimi for Coding']),
  roles: everyRole('kimi-for-coding'),
  links: { keys: 'https://www.kimi.com/code/console', guide: 'https://www.kimi.com/code/docs/en' },
}

const plan: Omit<Preset, 'name' | 'addresses'> = {
  group: 'plan',
  asOf: '2026-10-21',
  key: 'needed',
  test: 'one_token',
  account: null,
  models: named(['qwen3.7-plus', 'Qwen3.7 Plus'], ['qwen3.6-plus', 'Qwen3.6 Plus']),
  roles: { opus: 'qwen3.7-plus', sonnet: 'qwen3.7-plus', haiku: 'qwen3.6-plus' },
  links: {
    keys: 'https://modelstudio.console.alibabacloud.com',
    guide: 'https://www.alibabacloud.com/help/en/model-studio/coding-plan-faq',
  },
}

export const qwenCoding: Preset = {
  ...plan,
  name: 'Qwen coding plan',
  addresses: [
    'https://coding-intl.dashscope.aliyuncs.com/apps/anthropic',
    'https://coding.dashscope.aliyuncs.com/apps/anthropic',
  ],
}

export const qwenToken: Preset = {
  ...plan,
  name: 'Qwen token plan',
  addresses: ['https://token-plan.cn-beijing.maas.aliyuncs.com/apps/anthropic'],
}

export const ollamaCloud: Preset = {
  name: 'Ollama cloud',
  group: 'plan',
  asOf: '2026-09-09',
  addresses: ['https://ollama.com'],
  key: 'needed',
  test: 'free',
  account: 'plan',
  models: named(['kimi-k3', 'Kimi K3'], ['gemma4:31b', 'Gemma 4 31B']),
  roles: everyRole('kimi-k3'),
  links: { keys: 'https://ollama.com/settings/keys', guide: 'https://docs.ollama.com/api/anthropic-compatibility' },
}
