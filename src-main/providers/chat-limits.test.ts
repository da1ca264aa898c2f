import { describe, expect, it } from 'vitest'
import { chatLimits, minuteOf, saidWait } from './chat-limits.ts'
import { readError } from './error-body.ts'
import type { HeaderOf } from './provider.ts'

const wait = (message: string) => saidWait(readError(JSON.stringify({ error: { message } })))

it.each([
  ['Please try again in 5.289s.', 5_289],
  ['Please try again in 6m0s. Visit https://example.com', 360_000],
  ['Please try again in 1h2m3.5s', 3_723_500],
  ['Please try again in 120ms.', 120],
  ['Please retry in 34.074824224s.', 34_075],
  ['Please retry after 86400 seconds.', 86_400_000],
  ['Please wait 0 seconds before retrying.', null],
  ['Please try again later.', null],
  ['You wrote "try again in a while".', null],
])('%s', (message, ms) => {
  expect(wait(message)).toBe(ms)
})

it('Google’s RetryInfo counts before the words, also where the error is a list of one', () => {
  const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.5s' }]
  const error = { code: 429, message: 'Please retry in 9s.', status: 'RESOURCE_EXHAUSTED', details }
  expect(saidWait(readError(JSON.stringify([{ error }])))).toBe(34_500)
})

describe('limits in headers', () => {
  const headers: Record<string, string> = {
    'x-ratelimit-limit-requests': '14400',
    'x-ratelimit-remaining-requests': '14370',
    'x-ratelimit-limit-tokens': '6000',
    'x-ratelimit-remaining-tokens': '5400',
  }
  const header: HeaderOf = (name) => headers[name]

  it('are read where they are by the minute', () => {
    const itpm = { limit: 6_000, remaining: 5_400, round: 0 }
    expect(chatLimits('tokens')(header)).toEqual({ windows: { itpm } })
    expect(chatLimits('requests', 'tokens')(header)?.windows).toEqual({
      rpm: { limit: 14_400, remaining: 14_370, round: 0 },
      itpm,
    })
  })

  it('come with the organization whose they are, where it is named', () => {
    const named = (name: string) => (name === 'openai-organization' ? 'org-abc' : headers[name])
    expect(chatLimits('tokens')(named)).toMatchObject({ domain: 'org-abc', windows: { itpm: { limit: 6000 } } })
    expect(chatLimits('tokens')((name) => (name === 'openai-organization' ? 'org-abc' : undefined))).toEqual({
      domain: 'org-abc',
      windows: {},
    })
  })

  it('that are missing or make no sense say nothing', () => {
    expect(chatLimits('requests', 'tokens')(() => undefined)).toBeNull()
    expect(chatLimits('tokens')((name) => (name.includes('limit-') ? '0' : '-1'))).toBeNull()
  })
})

it('a limit by the day is none of ours', () => {
  const of = (message: string) =>
    minuteOf({
      status: 429,
      header: () => undefined,
      error: readError(JSON.stringify({ error: { message } })),
      waitMs: null,
      at: null,
      said: message,
    })
  expect(of('Rate limit reached on tokens per minute (TPM): Limit 6000')).toBe('itpm')
  expect(of('Rate limit reached on requests per min (RPM): Limit 3')).toBe('rpm')
  expect(of('Rate limit reached on tokens per day (TPD): Limit 500000')).toBeNull()
})
