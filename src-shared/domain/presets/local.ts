import { everyRole, named, type Preset } from './preset.ts'

/** The models Ollama's Claude Code guide begins with. Which ones are there, only the machine knows. */
export const ollama: Preset = {
  name: 'Ollama',
  group: 'local',
  asOf: '2026-01-15',
  addresses: ['http://localhost:11434'],
  key: 'optional',
  test: 'free',
  account: null,
  models: named(
    ['qwen3-coder', 'Qwen3 Coder'],
    ['gpt-oss:20b', 'gpt-oss 20B'],
    ['glm-4.7:cloud', 'GLM-4.7 (Ollama cloud)'],
  ),
  roles: everyRole('qwen3-coder'),
  links: { keys: null, guide: 'https://docs.ollama.com/api/anthropic-compatibility' },
}

/** A server that serves what its owner loaded; nothing of that is known beforehand. */
const own: Omit<Preset, 'name' | 'addresses' | 'links'> = {
  group: 'local',
  asOf: '2026-08-21',
  key: 'optional',
  test: 'free',
  account: null,
  models: [],
  roles: null,
}

export const lmstudio: Preset = {
  ...own,
  name: 'LM Studio',
  addresses: ['http://localhost:1234'],
  links: { keys: null, guide: 'https://lmstudio.ai/docs/developer/anthropic-compat' },
}

export const llamacpp: Preset = {
  ...own,
  name: 'llama.cpp',
  addresses: ['http://localhost:8080'],
  links: { keys: null, guide: 'https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md' },
}

export const vllm: Preset = {
  ...own,
  name: 'vLLM',
  addresses: ['http://localhost:8000'],
  links: { keys: null, guide: 'https://docs.vllm.ai/en/latest/serving/integrations/claude_code' },
}

/** Any address that speaks the Messages format. */
export const custom: Preset = {
  ...own,
  name: 'Custom',
  group: 'custom',
  addresses: [],
  test: 'free_or_one_token',
  links: { keys: null, guide: 'https://platform.claude.com/docs/en/api/messages' },
}
