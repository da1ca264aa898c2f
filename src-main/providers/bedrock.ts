import { awsAuthorizer, awsPass } from '../aws/credentials.ts'
import { awsDialect, awsRewordings } from '../aws/dialect.ts'
import { members, splice, stringAt } from '../bytes/json-members.ts'
import { accepted, objectIn } from './ask.ts'
import { claudeGroup } from './claude-models.ts'
import { compatible } from './compatible.ts'
import { adaptForeign } from './foreign-body.ts'
import { ANTHROPIC_ONLY } from './foreign-request.ts'
import type { Draft } from './provider.ts'

/**
 * Claude in Amazon Bedrock, the door that speaks Anthropic's own format ("Mantle"). It takes no betas; its API keys
 * go as a bearer, as Anthropic's own SDK has it.
 */
export const bedrock = compatible('bedrock', {
  auth: awsAuthorizer('bedrock-mantle', (key) => ({ authorization: `Bearer ${key}` })),
  recognises: (secret) => /^(ABSK[A-Za-z0-9+/]{16,}|bedrock-api-key-[A-Za-z0-9])/.test(secret),
  passOf: awsPass,
  checksThinking: true,
  countsTokens: true,
  groupOf: claudeGroup,
  dialect: awsDialect,
  rewordings: awsRewordings,
  prepare(draft) {
    adaptForeign(draft, ANTHROPIC_ONLY)
    delete draft.headers['anthropic-beta']
    vendorsName(draft)
  },
  /** Counting is free, and only a good key gets a count. */
  async test(kit, probe) {
    const model = probe.model ?? HAIKU
    const asked = await kit.post(probe, '/v1/messages/count_tokens', { model, messages: HELLO })
    const counted = asked.ok && asked.status === 200 && typeof objectIn(asked.body)?.input_tokens === 'number'
    return counted ? accepted(asked, null, 0) : kit.failed(asked, probe)
  },
})

const HAIKU = 'anthropic.claude-haiku-4-5'
const HELLO = [{ role: 'user', content: 'hi' }]

/** Claude's names have their maker before them here, and neither date nor version behind, nor a part of the world. */
function vendorsName(draft: Draft): void {
  const at = members(draft.body)?.get('model')
  const model = at && stringAt(draft.body, at.valueStart, at.valueEnd)
  const name = /^(?:(?:[\w-]+\.)?anthropic\.)?(claude-[\w.-]+?)(?:-\d{8})?(?:-v\d+(?::\d+)?)?(?:\[\w+\])?$/.exec(
    model ?? '',
  )?.[1]
  if (!at || name === undefined || model === `anthropic.${name}`) return
  const text = JSON.stringify(`anthropic.${name}`)
  draft.body = splice(draft.body, [{ start: at.valueStart, end: at.valueEnd, text }])
}
