// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is the notation of the file under test
import { describe, expect, it } from 'vitest'
import { file, problems, WORKS } from './testing/load.ts'

describe('older names', () => {
  it('are understood, with a word about each', () => {
    const { config, clientTokens, notes } = file(`
server: { api_key: older-token }
cache: { mode: single, ristretto: { max_cost: 5 } }
grpc: { enabled: true }
metrics:
providers:
  - { name: a, type: zai, keys: [{ key: key-number-one, tpm_limit: 1001 }, { key: key-number-two, tpm_limit: 1000, itpm_limit: 900 }] }
`)
    expect(clientTokens).toEqual(['older-token'])
    expect(config.server).not.toHaveProperty('api_key')
    expect(config.providers[0]?.keys).toMatchObject([
      { itpm_limit: 500, otpm_limit: 500 },
      { itpm_limit: 900, otpm_limit: 500 },
    ])
    expect(notes).toEqual([
      'cache has no effect here and is left out.',
      'grpc has no effect here and is left out.',
      'server.api_key is the older name of server.auth.api_key.',
      'providers[a].keys[0].tpm_limit is an older name; half of it is used for itpm_limit and half for otpm_limit, where they are not set.',
      'providers[a].keys[1].tpm_limit is an older name; half of it is used for itpm_limit and half for otpm_limit, where they are not set.',
    ])
  })

  it('of a place in a cloud become its address', () => {
    const { config, notes } = file(`
providers:
  - { name: v, type: vertex, gcp_project_id: mine, gcp_region: us-east5, keys: [{ key: /keys/relay.json }] }
  - { name: a, type: azure, azure_resource_name: house, azure_api_version: 2024-06-01, keys: [{ key: a-key-of-a-resource }] }
`)
    expect(config.providers.map(({ base_url }) => base_url)).toEqual([
      'https://us-east5-aiplatform.googleapis.com/v1/projects/mine/locations/us-east5/publishers/anthropic/models',
      'https://house.services.ai.azure.com/anthropic',
    ])
    expect(notes.map((note) => note.split(' ')[0])).toEqual([
      'providers[v].gcp_project_id',
      'providers[v].gcp_region',
      'providers[a].azure_api_version',
      'providers[a].azure_resource_name',
    ])
    expect(problems('providers: [{ name: v, type: vertex, gcp_project_id: mine }]').join()).toContain('gcp_project_id')
  })

  it('of an access key of AWS become a key', () => {
    const { config } = file(`
providers:
  - name: b
    type: bedrock
    aws_region: eu-west-1
    aws_access_key_id: AKIAAAAAAAAAAAAAAAAA
    aws_secret_access_key: not+much/of/a+secret
    keys: [{ key: dummy-key }]
`)
    const [bedrock] = config.providers
    expect(bedrock?.base_url).toBe('https://bedrock-mantle.eu-west-1.api.aws/anthropic')
    expect(bedrock?.keys.map(({ hint }) => hint)).toEqual(['AAAA'])
  })

  it('yield to the newer ones', () => {
    const { clientTokens, notes } = file(`server: { api_key: older-token, auth: { api_key: newer-token } }${WORKS}`)
    expect(clientTokens).toEqual(['newer-token'])
    expect(notes).toEqual(['server.api_key is the older name of server.auth.api_key, which is set too and wins.'])
  })

  it('of the log and of health are read as today’s', () => {
    const { config, notes } = file(`
server: { auth: { api_key: '', bearer_secret: another-token, allow_bearer: true } }
routing: { strategy: '', default_provider: '' }
logging: { level: '', format: console, pretty: true, file: relay.log }
health: { check_interval_seconds: 20, circuit_breaker: { recovery_timeout_seconds: 60, triggers: { status: [500] } } }
${WORKS}`)
    expect(config.logging).toMatchObject({ level: 'info', format: 'pretty', output: 'relay.log' })
    expect(config.health).toMatchObject({
      health_check: { interval_ms: 20_000 },
      circuit_breaker: { open_duration_ms: 60_000 },
    })
    expect(config.server.auth).toMatchObject({ allow_subscription: true })
    expect(notes.map((note) => note.split(' ')[0])).toEqual([
      'server.auth.bearer_secret',
      'server.auth.allow_bearer',
      'logging.format',
      'logging.pretty',
      'logging.file',
      'health.check_interval_seconds',
      'health.circuit_breaker.recovery_timeout_seconds',
      'health.circuit_breaker.triggers',
    ])
  })

  it('may set a second token', () => {
    const { clientTokens } = file(`server: { api_key: older-token, auth: { bearer_secret: another-token } }${WORKS}`)
    expect(clientTokens).toEqual(['older-token', 'another-token'])
  })

  it('are checked like any other', () => {
    expect(problems('providers: [{ name: a, type: zai, keys: [{ key: abcdefgh, tpm_limit: lots }] }]')).toEqual([
      'providers[a].keys[0].tpm_limit: is not a known name. Did you mean rpm_limit?',
    ])
  })
})
