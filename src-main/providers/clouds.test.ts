import { describe, expect, it } from 'vitest'
import { addressOf } from '../../src-shared/domain/presets/preset.ts'
import { presets } from '../../src-shared/domain/presets/presets.ts'
import type { Draft } from './provider.ts'
import { providers } from './registry.ts'

const draftOf = (
  body: object,
  path = '/v1/messages?beta=true',
  beta = 'claude-code-20250219,interleaved-thinking-2025-05-14',
): Draft => ({
  path,
  headers: { 'anthropic-version': '2023-06-01', 'anthropic-beta': beta },
  body: Buffer.from(JSON.stringify(body)),
})
const prepared = (type: 'azure' | 'vertex', draft: Draft) => {
  providers[type].prepare(draft)
  return { ...draft, body: JSON.parse(String(draft.body)) as Record<string, unknown> }
}
const ask = {
  model: 'claude-haiku-4-5-20251001',
  max_tokens: 5,
  messages: [],
  thinking: { type: 'adaptive' },
  context_management: {},
}

describe('Vertex AI is asked', () => {
  it('with the model in the path and the version in the body', () => {
    const { path, headers, body } = prepared('vertex', draftOf(ask))
    expect(path).toBe('/claude-haiku-4-5%4020251001:rawPredict')
    expect(body).toEqual({
      anthropic_version: 'vertex-2023-10-16',
      max_tokens: 5,
      messages: [],
      thinking: { type: 'adaptive' },
    })
    expect(headers).toEqual({ 'anthropic-beta': 'interleaved-thinking-2025-05-14' })
  })

  it('for a stream by another name, and still in the body', () => {
    const { path, body } = prepared('vertex', draftOf({ ...ask, model: 'claude-opus-5', stream: true }))
    expect(path).toBe('/claude-opus-5:streamRawPredict')
    expect(body.stream).toBe(true)
  })

  it('to count with the model in the body, and without betas', () => {
    const { path, headers, body } = prepared('vertex', draftOf(ask, '/v1/messages/count_tokens'))
    expect([path, body.model, headers]).toEqual(['/count-tokens:rawPredict', 'claude-haiku-4-5@20251001', {}])
  })

  it('and what is no message stays as it is', () => {
    expect(prepared('vertex', draftOf(ask, '/v1/other')).path).toBe('/v1/other')
  })
})

describe('Azure Foundry is asked', () => {
  it('as Anthropic is, without what only Anthropic knows', () => {
    const { path, headers, body } = prepared('azure', draftOf(ask))
    expect([path, headers['anthropic-version'], headers['anthropic-beta']]).toEqual([
      '/v1/messages?beta=true',
      '2023-06-01',
      'interleaved-thinking-2025-05-14',
    ])
    expect(body).toEqual({ model: ask.model, max_tokens: 5, messages: [], thinking: { type: 'adaptive' } })
  })
})

describe('an address with blanks', () => {
  const vertex = (project: string, region: string) =>
    presets.vertex.template && addressOf(presets.vertex.template, { project, region })

  it.each([
    ['global', 'https://aiplatform.googleapis.com/v1/projects/mine/locations/global/publishers/anthropic/models'],
    ['eu', 'https://aiplatform.eu.rep.googleapis.com/v1/projects/mine/locations/eu/publishers/anthropic/models'],
    [
      'us-east5',
      'https://us-east5-aiplatform.googleapis.com/v1/projects/mine/locations/us-east5/publishers/anthropic/models',
    ],
  ])('is another where the region has one: %s', (region, address) => {
    expect(vertex('mine', region)).toBe(address)
  })

  it('is none while a blank is empty, or holds what would lead elsewhere', () => {
    for (const region of ['', ' ', 'evil.example/x?', 'a b', '../..', 'x@evil.example'])
      expect(vertex('mine', region)).toBeNull()
    expect(vertex('', 'global')).toBeNull()
  })
})

describe('errors of the doors in front', () => {
  const verdict = (type: 'azure' | 'vertex', status: number, body: object) =>
    providers[type].classify(status, () => undefined, JSON.stringify(body))

  it.each([
    ['input_tokens', 'itpm'],
    ['output_tokens', 'otpm'],
    ['requests', 'rpm'],
  ])('Google names the quota: %s', (quota, dimension) => {
    const message = `Quota exceeded for aiplatform.googleapis.com/online_prediction_${quota}_per_minute_per_base_model with base model: anthropic-claude-opus-5.`
    const said = verdict('vertex', 429, { error: { code: 429, message, status: 'RESOURCE_EXHAUSTED' } })
    expect(said).toMatchObject({ kind: 'rate_limited', scope: 'lane', dimension })
  })

  it('Google’s list of one is read like the error in it', () => {
    const body = [
      {
        error: {
          code: 404,
          message: 'Publisher Model `x` was not found or your project does not have access to it.',
          status: 'NOT_FOUND',
        },
      },
    ]
    expect(verdict('vertex', 404, body).kind).toBe('no_model')
  })

  it('a key is not blamed where Azure’s door and the model’s house did not agree', () => {
    const error = {
      code: 'invalid_model_endpoint_authentication',
      message: 'Failed to authenticate to backend endpoint.',
    }
    expect(verdict('azure', 401, { error }).kind).toBe('broken')
  })

  it('a deployment of another kind is no model of ours', () => {
    const error = { code: 'api_not_supported', message: 'Requested API is currently not supported' }
    expect(verdict('azure', 404, { error }).kind).toBe('no_model')
  })
})
