import { addressOf, named, type Preset } from './preset.ts'

/** AWS, "Models, Regions and endpoints for Amazon Bedrock"; any other region may be typed. */
const regions = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'ca-central-1',
  'eu-central-1',
  'eu-west-1',
  'eu-north-1',
  'ap-northeast-1',
  'ap-south-1',
  'ap-southeast-2',
] as const

/** A region's address; the usual one is that of the first. */
function inRegion(address: string): Pick<Preset, 'addresses' | 'template'> {
  const template = { address, blanks: [{ name: 'region', some: regions }] } as const
  return { template, addresses: [addressOf(template, { region: regions[0] }) ?? ''] }
}

const aws: Pick<Preset, 'group' | 'asOf' | 'key' | 'test' | 'account'> = {
  group: 'cloud',
  asOf: '2026-08-22',
  key: 'needed',
  test: 'free',
  account: null,
}

/** Anthropic's own format at Bedrock; the older door below has the older models. */
export const bedrock: Preset = {
  ...aws,
  ...inRegion('https://bedrock-mantle.{region}.api.aws/anthropic'),
  name: 'Amazon Bedrock',
  credentials: ['key', 'aws_keys', 'aws_profile'],
  models: named(
    ['anthropic.claude-opus-5', 'Claude Opus 5'],
    ['anthropic.claude-sonnet-5', 'Claude Sonnet 5'],
    ['anthropic.claude-haiku-4-5', 'Claude Haiku 4.5'],
    ['anthropic.claude-fable-5', 'Claude Fable 5'],
  ),
  roles: {
    opus: 'anthropic.claude-opus-5',
    sonnet: 'anthropic.claude-sonnet-5',
    haiku: 'anthropic.claude-haiku-4-5',
  },
  links: {
    keys: 'https://console.aws.amazon.com/bedrock/home#/api-keys',
    guide: 'https://platform.claude.com/docs/en/build-with-claude/claude-in-amazon-bedrock',
  },
}

/** `InvokeModel`: ids of inference profiles, of which the global ones work from any region. */
export const bedrockInvoke: Preset = {
  ...aws,
  ...inRegion('https://bedrock-runtime.{region}.amazonaws.com'),
  name: 'Amazon Bedrock (InvokeModel)',
  credentials: ['key', 'aws_keys', 'aws_profile'],
  models: named(
    ['global.anthropic.claude-opus-4-6-v1', 'Claude Opus 4.6'],
    ['global.anthropic.claude-sonnet-4-6', 'Claude Sonnet 4.6'],
    ['global.anthropic.claude-sonnet-4-5-20250929-v1:0', 'Claude Sonnet 4.5'],
    ['global.anthropic.claude-haiku-4-5-20251001-v1:0', 'Claude Haiku 4.5'],
  ),
  roles: {
    opus: 'global.anthropic.claude-opus-4-6-v1',
    sonnet: 'global.anthropic.claude-sonnet-4-6',
    haiku: 'global.anthropic.claude-haiku-4-5-20251001-v1:0',
  },
  links: {
    keys: 'https://console.aws.amazon.com/bedrock/home#/api-keys',
    guide: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html',
  },
}

/** Run by Anthropic and paid through AWS; its limits are those of an organization of its own. */
export const claudeAws: Preset = {
  ...aws,
  ...inRegion('https://aws-external-anthropic.{region}.api.aws'),
  name: 'Claude Platform on AWS',
  credentials: ['aws_workspace_key', 'aws_workspace_keys', 'aws_workspace_profile'],
  models: named(
    ['claude-opus-5', 'Claude Opus 5'],
    ['claude-sonnet-5', 'Claude Sonnet 5'],
    ['claude-haiku-4-5', 'Claude Haiku 4.5'],
  ),
  roles: null,
  links: {
    keys: 'https://console.aws.amazon.com/claude-platform',
    guide: 'https://platform.claude.com/docs/en/build-with-claude/claude-platform-on-aws',
  },
}
