import { named, type Preset } from './preset.ts'

/** As of 2026-11-20: a model is a deployment, which is called as its model is unless its owner says otherwise. */
export const azure: Preset = {
  name: 'Azure Foundry',
  group: 'cloud',
  asOf: '2026-11-20',
  addresses: [],
  template: {
    address: 'https://{resource}.services.ai.azure.com/anthropic',
    blanks: [{ name: 'resource', some: [] }],
  },
  key: 'optional',
  credentials: ['key', 'entra_app'],
  test: 'free',
  account: null,
  models: named(
    ['claude-opus-5', 'Claude Opus 5'],
    ['claude-sonnet-5', 'Claude Sonnet 5'],
    ['claude-haiku-4-5', 'Claude Haiku 4.5'],
    ['claude-opus-4-8', 'Claude Opus 4.8'],
    ['claude-opus-4-7', 'Claude Opus 4.7'],
    ['claude-opus-4-6', 'Claude Opus 4.6'],
    ['claude-fable-5', 'Claude Fable 5'],
  ),
  roles: null,
  links: {
    keys: 'https://ai.azure.com',
    guide: 'https://platform.claude.com/docs/en/build-with-claude/claude-in-microsoft-foundry',
  },
}

const BEHIND = '/v1/projects/{project}/locations/{region}/publishers/anthropic/models'

/** Newer models are at the global and the two large regions only; single regions end with Sonnet 4.6. */
export const vertex: Preset = {
  name: 'Vertex AI',
  group: 'cloud',
  asOf: '2026-11-20',
  addresses: [],
  template: {
    address: `https://{region}-aiplatform.googleapis.com${BEHIND}`,
    elsewhere: {
      global: `https://aiplatform.googleapis.com${BEHIND}`,
      us: `https://aiplatform.us.rep.googleapis.com${BEHIND}`,
      eu: `https://aiplatform.eu.rep.googleapis.com${BEHIND}`,
    },
    blanks: [
      { name: 'project', some: [] },
      { name: 'region', some: ['global', 'us', 'eu', 'us-east5', 'europe-west1', 'asia-southeast1'] },
    ],
  },
  key: 'optional',
  credentials: ['service_account', 'google_file'],
  test: 'free',
  account: null,
  models: named(
    ['claude-opus-5', 'Claude Opus 5'],
    ['claude-sonnet-5', 'Claude Sonnet 5'],
    ['claude-haiku-4-5@20251001', 'Claude Haiku 4.5'],
    ['claude-opus-4-8', 'Claude Opus 4.8'],
    ['claude-opus-4-7', 'Claude Opus 4.7'],
    ['claude-opus-4-6', 'Claude Opus 4.6'],
    ['claude-sonnet-4-6', 'Claude Sonnet 4.6'],
    ['claude-fable-5', 'Claude Fable 5'],
  ),
  roles: null,
  links: {
    keys: 'https://console.cloud.google.com/iam-admin/serviceaccounts',
    guide: 'https://platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai',
  },
}
