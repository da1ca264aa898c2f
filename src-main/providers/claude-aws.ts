import { readCredential } from '../../src-shared/domain/credential.ts'
import { presets } from '../../src-shared/domain/presets/presets.ts'
import { awsAuthorizer, awsPass } from '../aws/credentials.ts'
import { awsDialect } from '../aws/dialect.ts'
import { anthropicDialect } from './anthropic.ts'
import type { Provider } from './provider.ts'

const preset = presets.claude_aws

/**
 * Claude Platform on AWS: Anthropic's own API behind AWS's door. Errors of the door are AWS's, everything else is as
 * Anthropic has it, limits included.
 */
export const claudeAws: Provider = {
  ...anthropicDialect(preset.name, {
    authorize: awsAuthorizer('aws-external-anthropic', (key) => ({ 'x-api-key': key })),
    dialect: awsDialect,
  }),
  passOf: awsPass,
  type: 'claude_aws',
  baseUrl: preset.addresses[0] ?? '',
  models: preset.models,
  recognises: (secret) => readCredential(secret)?.type.startsWith('aws_workspace') ?? false,
}
