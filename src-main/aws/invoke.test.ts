import { once } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { Draft } from '../providers/provider.ts'
import { toInvoke } from './invoke.ts'

const AT_HOME = 'https://bedrock-runtime.eu-central-1.amazonaws.com'

function sent(body: object, headers: Draft['headers'] = {}, baseUrl = AT_HOME, path = '/v1/messages?beta=true') {
  const draft: Draft = { baseUrl, path, headers, body: Buffer.from(JSON.stringify(body)) }
  toInvoke(draft)
  return { ...draft, json: JSON.parse(draft.body.toString()) as Record<string, unknown> }
}
const hello = { max_tokens: 5, messages: [{ role: 'user', content: 'hi' }] }

describe('a request for InvokeModel', () => {
  it('has model and stream in its path, and the version in its body', () => {
    const whole = sent({ model: 'eu.anthropic.claude-haiku-4-5-20251001-v1:0', ...hello })
    expect(whole.path).toBe('/model/eu.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke')
    expect(whole.json).toEqual({ anthropic_version: 'bedrock-2023-05-31', ...hello })
    const stream = sent({ model: 'm', stream: true, ...hello })
    expect(stream.path).toBe('/model/m/invoke-with-response-stream')
    expect(stream.json).toEqual(whole.json)
    expect(sent({ stream: false, ...hello, model: 'm' }).path).toBe('/model/m/invoke')
  })

  it('cannot lead elsewhere by its model’s name', () => {
    expect(sent({ model: '../../x?y=/..', ...hello }).path).toBe('/model/..%2F..%2Fx%3Fy%3D%2F../invoke')
  })

  it.each([
    [AT_HOME, 'eu'],
    ['https://bedrock-runtime.us-west-2.amazonaws.com', 'us'],
    ['https://bedrock-runtime.us-gov-west-1.amazonaws.com', 'us-gov'],
    ['https://bedrock-runtime.ap-northeast-1.amazonaws.com', 'jp'],
    ['https://bedrock-runtime.ap-southeast-2.amazonaws.com', 'au'],
    ['https://bedrock-runtime.ap-south-1.amazonaws.com', 'apac'],
    ['https://vpce-0a1.bedrock-runtime.eu-west-1.vpce.amazonaws.com', 'eu'],
    ['https://bedrock.house.example', 'global'],
  ])('at %s asks the inference profile of %s for a model without one', (baseUrl, profile) => {
    for (const model of ['anthropic.claude-sonnet-4-6', 'claude-sonnet-4-6', 'claude-sonnet-4-6[1m]'])
      expect(sent({ model, ...hello }, {}, baseUrl).path).toBe(`/model/${profile}.anthropic.claude-sonnet-4-6/invoke`)
  })

  it('takes the betas that Bedrock knows along in its body, and none of Anthropic’s headers', () => {
    const headers = {
      'anthropic-version': '2026-10-21',
      'anthropic-beta': 'claude-code-20250219, interleaved-thinking-2025-05-14,context-1m-2025-08-07',
      'content-type': 'application/json',
    }
    const { json, headers: left } = sent(
      { model: 'm', ...hello, anthropic_version: 'x', context_management: {} },
      headers,
    )
    expect(json).toEqual({
      anthropic_version: 'bedrock-2023-05-31',
      anthropic_beta: ['interleaved-thinking-2025-05-14', 'context-1m-2025-08-07'],
      ...hello,
    })
    expect(left).toEqual({ 'content-type': 'application/json' })
  })

  it('that counts is asked in its own way', () => {
    const { path, json } = sent({ model: 'm', messages: hello.messages }, {}, AT_HOME, '/v1/messages/count_tokens')
    expect(path).toBe('/model/m/count-tokens')
    const { input } = json as { input: { invokeModel: { body: string } } }
    expect(JSON.parse(Buffer.from(input.invokeModel.body, 'base64').toString())).toEqual({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 1,
      messages: hello.messages,
    })
  })

  it('that is no JSON stays as it is', () => {
    const draft: Draft = { baseUrl: AT_HOME, path: '/v1/messages', headers: {}, body: Buffer.from('{') }
    toInvoke(draft)
    expect(draft.body.toString()).toBe('{')
  })
})

it('a count that is broken off ends in an error, not in silence', async () => {
  const { translate } = sent({ model: 'm', ...hello }, {}, AT_HOME, '/v1/messages/count_tokens')
  const body = new PassThrough()
  const answer = translate?.('application/json', body)
  const failed = once(answer?.body as Readable, 'error')
  body.write('{"inputTok')
  body.destroy()
  expect(String((await failed)[0])).toContain('broken off')
})
