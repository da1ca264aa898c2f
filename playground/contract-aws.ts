import type { Row } from './row.ts'
import type { Twin, TwinOptions } from './twin.ts'
import { startBedrock, startBedrockInvoke, startClaudeAws } from './twin-bedrock.ts'

const accessKey = (secret_access_key: string, more: object = {}): string =>
  JSON.stringify({
    type: 'aws_keys',
    access_key_id: 'AKIAPLAYGROUNDKEY000',
    secret_access_key,
    session_token: 'a token of the playground',
    region: 'us-east-1',
    ...more,
  })
const workspace = { type: 'aws_workspace_keys', workspace_id: 'wrkspc_playground' }
const workspaceKey = (api_key: string): string =>
  JSON.stringify({ type: 'aws_workspace_key', api_key, workspace_id: 'wrkspc_playground' })
const GOOD = 'a+secret/of+the/playground000'
const BAD = 'another/secret+of/nobody00000'

/** Every shape of a key that a door takes is a row of its own. */
const rowOf = (
  type: Row['type'],
  model: string,
  begin: (options: TwinOptions) => Promise<Twin>,
  [secret, wrong]: readonly [good: string, wrong: string],
  more: Pick<Row, 'limited' | 'organization' | 'lists'>,
): Row => ({
  type,
  secret,
  model,
  async start() {
    const twin = await begin({ keys: [{ secret, name: 'one', organization: 'org-1', workspace: 'wrk-1' }] })
    return { baseUrl: twin.baseUrl, twin, wrong, stop: () => twin.stop() }
  },
  ...more,
})

const apiKeys = ['bedrock-api-key-of-the-playground', 'bedrock-api-key-of-nobody'] as const
const signed = [accessKey(GOOD), accessKey(BAD)] as const

const atBedrock: Pick<Row, 'limited' | 'organization' | 'lists'> = {
  limited: { kind: 'rate_limited', scope: 'lane', dimension: 'itpm', waitMs: 10_000 },
  organization: null,
  lists: null,
}
const atAnthropic: typeof atBedrock = {
  limited: { kind: 'rate_limited', waitMs: 7000, dimension: 'itpm', scope: 'lane' },
  organization: 'org-1',
  lists: 7,
}

export const awsRows: readonly Row[] = [
  rowOf('bedrock', 'anthropic.claude-opus-5', startBedrock, signed, atBedrock),
  rowOf('bedrock', 'anthropic.claude-opus-5', startBedrock, apiKeys, atBedrock),
  rowOf('bedrock_invoke', 'global.anthropic.claude-opus-4-6-v1', startBedrockInvoke, signed, atBedrock),
  rowOf('bedrock_invoke', 'us.anthropic.claude-haiku-4-5-20251001-v1:0', startBedrockInvoke, apiKeys, atBedrock),
  rowOf(
    'claude_aws',
    'claude-opus-5',
    startClaudeAws,
    [accessKey(GOOD, workspace), accessKey(BAD, workspace)],
    atAnthropic,
  ),
  rowOf(
    'claude_aws',
    'claude-opus-5',
    startClaudeAws,
    [workspaceKey('a-key-of-it'), workspaceKey('no-key-of-it')],
    atAnthropic,
  ),
]
