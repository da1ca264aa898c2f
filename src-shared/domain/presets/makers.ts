import { everyRole, named, type Preset } from './preset.ts'

/** As of 2026-11-20: the `Model` type of Anthropic's TypeScript SDK 1.12.0, aliases with a date left out. */
const claude = named(
  ['claude-opus-5-5', 'Claude Opus 5.5'],
  ['claude-sonnet-5-5', 'Claude Sonnet 5.5'],
  ['claude-haiku-5-5', 'Claude Haiku 5.5'],
  ['claude-fable-5-2', 'Claude Fable 5.2'],
  ['claude-opus-5', 'Claude Opus 5'],
  ['claude-sonnet-5', 'Claude Sonnet 5'],
  ['claude-fable-5-1', 'Claude Fable 5.1'],
  ['claude-opus-4-8', 'Claude Opus 4.8'],
  ['claude-opus-4-7', 'Claude Opus 4.7'],
  ['claude-opus-4-6', 'Claude Opus 4.6'],
  ['claude-sonnet-4-6', 'Claude Sonnet 4.6'],
  ['claude-opus-4-5', 'Claude Opus 4.5'],
  ['claude-sonnet-4-5', 'Claude Sonnet 4.5'],
  ['claude-haiku-4-5', 'Claude Haiku 4.5'],
)

export const anthropic: Preset = {
  name: 'Anthropic',
  group: 'maker',
  asOf: '2026-11-20',
  addresses: ['https://api.anthropic.com'],
  key: 'needed',
  test: 'free',
  account: null,
  models: claude,
  roles: null,
  links: { keys: 'https://platform.claude.com/settings/keys', guide: 'https://platform.claude.com/docs' },
}

const glm: Pick<Preset, 'group' | 'asOf' | 'key' | 'test' | 'account' | 'models' | 'roles'> = {
  group: 'maker',
  asOf: '2026-08-21',
  key: 'needed',
  test: 'free',
  account: 'plan',
  models: named(
    ['glm-5.3', 'GLM-5.3'],
    ['glm-5.3-flash', 'GLM-5.3 Flash'],
    ['glm-5.2', 'GLM-5.2'],
    ['glm-5.1', 'GLM-5.1'],
    ['glm-5-turbo', 'GLM-5 Turbo'],
    ['glm-4.7', 'GLM-4.7'],
    ['glm-4.5-air', 'GLM-4.5 Air'],
  ),
  roles: { opus: 'glm-5.3', sonnet: 'glm-5.3', haiku: 'glm-4.5-air' },
}

export const zai: Preset = {
  ...glm,
  name: 'Z.AI',
  addresses: ['https://api.z.ai/api/anthropic'],
  links: { keys: 'https://z.ai/manage-apikey/apikey-list', guide: 'https://docs.z.ai/devpack/tool/claude' },
}

export const zhipu: Preset = {
  ...glm,
  name: 'Zhipu',
  addresses: ['https://open.bigmodel.cn/api/anthropic'],
  links: {
    keys: 'https://open.bigmodel.cn/usercenter/apikeys',
    guide: 'https://docs.bigmodel.cn/cn/guide/develop/claude',
  },
}

export const minimax: Preset = {
  name: 'MiniMax',
  group: 'maker',
  asOf: '2026-08-21',
  addresses: ['https://api.minimax.io/anthropic', 'https://api.minimaxi.com/anthropic'],
  key: 'needed',
  test: 'free_or_one_token',
  account: 'plan',
  models: named('MiniMax-M3', 'MiniMax-M2.7', 'MiniMax-M2.7-highspeed', 'MiniMax-M2.5'),
  roles: everyRole('MiniMax-M3'),
  links: {
    keys: 'https://platform.minimax.io/user-center/basic-information/interface-key',
    guide: 'https://platform.minimax.io/docs/api-reference/text-anthropic-api',
  },
}

export const kimi: Preset = {
  name: 'Kimi',
  group: 'maker',
  asOf: '2026-08-21',
  addresses: ['https://api.moonshot.ai/anthropic', 'https://api.moonshot.cn/anthropic'],
  key: 'needed',
  test: 'free',
  account: 'balance',
  models: named(['kimi-k3', 'Kimi K3'], ['kimi-k2.7-code', 'Kimi K2.7 Code'], ['kimi-k2.5', 'Kimi K2.5']),
  roles: everyRole('kimi-k2.7-code'),
  links: { keys: 'https://platform.moonshot.ai/console/api-keys', guide: 'https://www.kimi.com/help/kimi-api' },
}

export const deepseek: Preset = {
  name: 'DeepSeek',
  group: 'maker',
  asOf: '2026-10-21',
  addresses: ['https://api.deepseek.com/anthropic'],
  key: 'needed',
  test: 'free',
  account: 'balance',
  models: named(['deepseek-v4-pro', 'DeepSeek V4 Pro'], ['deepseek-flash', 'DeepSeek Flash']),
  roles: { opus: 'deepseek-v4-pro', sonnet: 'deepseek-v4-pro', haiku: 'deepseek-flash' },
  links: {
    keys: 'https://platform.deepseek.com/api_keys',
    guide: 'https://api-docs.deepseek.com/guides/anthropic_api',
  },
}

/** Keys and addresses belong to a region and, with the newer addresses, to a workspace. */
export const qwen: Preset = {
  name: 'Qwen',
  group: 'maker',
  asOf: '2026-10-21',
  addresses: ['https://dashscope-intl.aliyuncs.com/apps/anthropic', 'https://dashscope.aliyuncs.com/apps/anthropic'],
  key: 'needed',
  test: 'one_token',
  account: null,
  models: named(
    ['qwen3.7-max', 'Qwen3.7 Max'],
    ['qwen3.7-plus', 'Qwen3.7 Plus'],
    ['qwen3.6-plus', 'Qwen3.6 Plus'],
    ['qwen3.6-flash', 'Qwen3.6 Flash'],
  ),
  roles: { opus: 'qwen3.7-max', sonnet: 'qwen3.7-max', haiku: 'qwen3.6-flash' },
  links: {
    keys: 'https://modelstudio.console.alibabacloud.com',
    guide: 'https://www.alibabacloud.com/help/en/model-studio/claude-code',
  },
}
