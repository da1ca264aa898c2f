import { expect, it } from 'vitest'
import { bedrock } from './bedrock.ts'
import type { Draft } from './provider.ts'

it.each([
  ['claude-opus-5', 'anthropic.claude-opus-5'],
  ['claude-haiku-4-5-20251001', 'anthropic.claude-haiku-4-5'],
  ['claude-sonnet-5[1m]', 'anthropic.claude-sonnet-5'],
  ['anthropic.claude-sonnet-5', 'anthropic.claude-sonnet-5'],
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic.claude-sonnet-4-5'],
  ['global.anthropic.claude-opus-4-6-v1', 'anthropic.claude-opus-4-6'],
  ['amazon.nova-pro-v1:0', 'amazon.nova-pro-v1:0'],
])('%s is asked for as %s in Anthropic’s own format at Bedrock', (asked, named) => {
  const draft: Draft = { path: '/v1/messages', headers: {}, body: Buffer.from(JSON.stringify({ model: asked })) }
  bedrock.prepare(draft)
  expect(JSON.parse(draft.body.toString())).toEqual({ model: named })
})
