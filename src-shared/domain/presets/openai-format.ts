import type { Preset } from './preset.ts'

const CHAT = '/chat/completions'
const RESPONSES = '/responses'

/** Their lists of models are long and change by the week: the window fetches them with the key. */
const asked: Omit<Preset, 'name' | 'group' | 'addresses' | 'links'> = {
  asOf: '2026-11-20',
  adds: CHAT,
  key: 'needed',
  test: 'free',
  account: null,
  models: [],
  roles: null,
}

export const openai: Preset = {
  ...asked,
  name: 'OpenAI',
  adds: RESPONSES,
  group: 'maker',
  addresses: ['https://api.openai.com/v1'],
  links: {
    keys: 'https://platform.openai.com/api-keys',
    guide: 'https://platform.openai.com/docs/api-reference/responses',
  },
}

/** The same house and keys in its older format. */
export const openaiChat: Preset = {
  ...openai,
  name: 'OpenAI (Chat)',
  adds: CHAT,
  links: { ...openai.links, guide: 'https://platform.openai.com/docs/api-reference/chat' },
}

export const gemini: Preset = {
  ...asked,
  name: 'Gemini',
  adds: '/models',
  group: 'maker',
  addresses: ['https://generativelanguage.googleapis.com/v1beta'],
  links: { keys: 'https://aistudio.google.com/apikey', guide: 'https://ai.google.dev/api/generate-content' },
}

/** The same house and keys, through its door for OpenAI's format. */
export const geminiChat: Preset = {
  ...gemini,
  name: 'Gemini (OpenAI format)',
  adds: CHAT,
  addresses: ['https://generativelanguage.googleapis.com/v1beta/openai'],
  links: { ...gemini.links, guide: 'https://ai.google.dev/gemini-api/docs/openai' },
}

export const groq: Preset = {
  ...asked,
  name: 'Groq',
  group: 'gateway',
  addresses: ['https://api.groq.com/openai/v1'],
  links: { keys: 'https://console.groq.com/keys', guide: 'https://console.groq.com/docs/openai' },
}

/** The key is a personal access token with `models:read`. */
export const githubModels: Preset = {
  ...asked,
  name: 'GitHub Models',
  group: 'gateway',
  addresses: ['https://models.github.ai/inference'],
  links: {
    keys: 'https://github.com/settings/personal-access-tokens',
    guide: 'https://docs.github.com/en/github-models',
  },
}

/** Any address that speaks Chat Completions, up to and with its version: `https://host/v1`. */
export const openaiCustom: Preset = {
  ...asked,
  name: 'Custom (OpenAI format)',
  group: 'custom',
  addresses: [],
  key: 'optional',
  links: { keys: null, guide: 'https://platform.openai.com/docs/api-reference/chat' },
}

/** Any address that speaks Responses, likewise. */
export const responsesCustom: Preset = {
  ...openaiCustom,
  name: 'Custom (Responses)',
  adds: RESPONSES,
  links: { keys: null, guide: 'https://platform.openai.com/docs/api-reference/responses' },
}
