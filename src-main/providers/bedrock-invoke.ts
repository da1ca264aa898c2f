import { awsAuthorizer, awsPass } from '../aws/credentials.ts'
import { awsDialect, awsRewordings } from '../aws/dialect.ts'
import { countBody, toInvoke } from '../aws/invoke.ts'
import { accepted, objectIn } from './ask.ts'
import { claudeGroup } from './claude-models.ts'
import { compatible } from './compatible.ts'

/**
 * Claude in Amazon Bedrock by `InvokeModel`, `InvokeModelWithResponseStream` and `CountTokens`. Its API keys go as a
 * bearer.
 */
export const bedrockInvoke = compatible('bedrock_invoke', {
  auth: awsAuthorizer('bedrock', (key) => ({ authorization: `Bearer ${key}` })),
  passOf: awsPass,
  checksThinking: true,
  countsTokens: true,
  groupOf: claudeGroup,
  dialect: awsDialect,
  rewordings: awsRewordings,
  prepare: toInvoke,
  /** Counting is free, and only a good key gets a count. */
  async test(kit, probe) {
    const model = encodeURIComponent(probe.model ?? HAIKU)
    const asked = await kit.post(probe, `/model/${model}/count-tokens`, countBody(Buffer.from(HELLO)))
    const counted = asked.ok && asked.status === 200 && typeof objectIn(asked.body)?.inputTokens === 'number'
    return counted ? accepted(asked, null, 0) : kit.failed(asked, probe)
  },
})

const HAIKU = 'global.anthropic.claude-haiku-4-5-20251001-v1:0'
const HELLO = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 1,
  messages: [{ role: 'user', content: 'hi' }],
})
