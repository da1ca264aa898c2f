import { describe, expect, it } from 'vitest'
import { anthropicBody, type Row, read, utc } from './testing/answers.ts'

const openAiBody = (message: string, code?: string) => JSON.stringify({ error: { message, code } })
const date = 'Mon, 23 Nov 2026 10:00:00 GMT'
const html = '<!DOCTYPE html><html><body>502 Bad Gateway</body></html>'

const rows: Row[] = [
  ['a success is passed on', 200, {}, '{"type":"message","content":[]}', { kind: 'deliver' }],
  [
    'a stream is passed on',
    200,
    {},
    'event: message_start\ndata: {"type":"message_start","message":{}}\n\n',
    { kind: 'deliver' },
  ],
  [
    'a stream that begins with an error is that error',
    200,
    {},
    `event: error\ndata: ${anthropicBody('overloaded_error', 'Overloaded')}\n\n`,
    { kind: 'overloaded', said: 'Overloaded' },
  ],
  ['a web page with 200 is nonsense', 200, {}, html, { kind: 'broken' }],
  [
    '429 names its dimension and its wait',
    429,
    { 'retry-after': '17' },
    anthropicBody(
      'rate_limit_error',
      'This request would exceed your organization’s rate limit of 400,000 input tokens per minute.',
    ),
    { kind: 'rate_limited', waitMs: 17_000, scope: 'lane', dimension: 'itpm' },
  ],
  [
    '429 for output tokens',
    429,
    {},
    anthropicBody('rate_limit_error', 'This request would exceed the rate limit of 80,000 output tokens per minute.'),
    { kind: 'rate_limited', waitMs: null, dimension: 'otpm' },
  ],
  [
    '429 for requests',
    429,
    {},
    anthropicBody('rate_limit_error', 'Number of requests has exceeded your rate limit: 50 requests per minute.'),
    { kind: 'rate_limited', dimension: 'rpm' },
  ],
  [
    '429 without words: the one empty header tells',
    429,
    { 'anthropic-ratelimit-output-tokens-remaining': '0', 'anthropic-ratelimit-requests-remaining': '3' },
    anthropicBody('rate_limit_error', 'Rate limited'),
    { kind: 'rate_limited', dimension: 'otpm' },
  ],
  [
    '429 without words and two empty headers: not known',
    429,
    { 'anthropic-ratelimit-output-tokens-remaining': '0', 'anthropic-ratelimit-requests-remaining': '0' },
    anthropicBody('rate_limit_error', 'Rate limited'),
    { kind: 'rate_limited', dimension: null },
  ],
  [
    'retry-after as a date counts from the server’s own clock',
    429,
    { 'retry-after': 'Mon, 23 Nov 2026 10:00:30 GMT', date },
    anthropicBody('rate_limit_error', 'Rate limited'),
    { kind: 'rate_limited', waitMs: 30_000 },
  ],
  [
    'a ramp limit is the whole organization’s',
    429,
    { 'retry-after': '5' },
    anthropicBody('rate_limit_error', 'ramp', 'ramp_limit_exceeded'),
    { kind: 'rate_limited', scope: 'domain', waitMs: 5000 },
  ],
  [
    'the tier’s spend limit lasts until the month ends',
    429,
    { date },
    anthropicBody('rate_limit_error', 'spend', 'enforced_spend_limit_reached'),
    { kind: 'spent', until: utc('2026-12-01T00:00:00Z') },
  ],
  [
    'the contract’s spend limit, at the end of the year',
    429,
    { date: 'Thu, 31 Dec 2026 23:59:59 GMT' },
    anthropicBody('rate_limit_error', 'spend', 'contract_spend_limit_reached'),
    { kind: 'spent', until: utc('2027-01-01T00:00:00Z') },
  ],
  [
    'one’s own spend limit says until when',
    400,
    {},
    anthropicBody(
      'invalid_request_error',
      'You have reached your specified workspace API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.',
    ),
    { kind: 'spent', until: utc('2026-12-01T00:00:00Z') },
  ],
  [
    'no credit is no fault of the client',
    400,
    {},
    anthropicBody('invalid_request_error', 'Your credit balance is too low to access the Anthropic API.'),
    { kind: 'spent', until: null },
  ],
  [
    'the client cannot talk a key into being out of credit',
    400,
    {},
    anthropicBody('invalid_request_error', 'tools.0.name: "Your credit balance is too low" is not a name'),
    { kind: 'deliver' },
  ],
  ['402', 402, {}, anthropicBody('billing_error', 'Payment required'), { kind: 'spent', until: null }],
  [
    '401',
    401,
    {},
    anthropicBody('authentication_error', 'invalid x-api-key'),
    { kind: 'refused', said: 'invalid x-api-key' },
  ],
  [
    'an organization on hold',
    400,
    {},
    anthropicBody('invalid_request_error', 'This organization is on hold.', 'organization_on_hold'),
    { kind: 'refused' },
  ],
  [
    'a disabled organization',
    403,
    {},
    anthropicBody('permission_error', 'This organization has been disabled.'),
    { kind: 'refused' },
  ],
  [
    'a disabled key',
    403,
    {},
    anthropicBody('permission_error', 'Your API key has been disabled.'),
    { kind: 'refused' },
  ],
  [
    'a model the key may not use',
    403,
    {},
    anthropicBody('permission_error', 'Your API key does not have permission to use the specified model.'),
    { kind: 'no_model' },
  ],
  [
    'everybody turned away at the door',
    403,
    {},
    JSON.stringify({ error: { type: 'forbidden', message: 'Request not allowed' } }),
    { kind: 'broken' },
  ],
  ['an unknown model', 404, {}, anthropicBody('not_found_error', 'model: claude-opus-9'), { kind: 'no_model' }],
  ['an unknown file', 404, {}, anthropicBody('not_found_error', 'File not found: file_1'), { kind: 'deliver' }],
  ['a bad request', 400, {}, anthropicBody('invalid_request_error', 'max_tokens: Field required'), { kind: 'deliver' }],
  [
    'a prompt that is too long is the client’s to mend',
    400,
    {},
    anthropicBody('invalid_request_error', 'prompt is too long: 214000 tokens > 200000 maximum'),
    { kind: 'deliver' },
  ],
  ['a body that is too large', 413, {}, html, { kind: 'deliver' }],
  ['409', 409, {}, anthropicBody('conflict_error', 'busy'), { kind: 'deliver' }],
  ['500', 500, {}, anthropicBody('api_error', 'Internal server error'), { kind: 'broken', waitMs: null }],
  [
    '503 with a wait',
    503,
    { 'retry-after': '3' },
    '',
    { kind: 'broken', waitMs: 3000, said: 'Anthropic answered 503.' },
  ],
  ['502 with a web page', 502, {}, html, { kind: 'broken', said: 'Anthropic answered 502 with a web page.' }],
  ['504', 504, {}, anthropicBody('timeout_error', 'timed out'), { kind: 'broken' }],
  ['529', 529, {}, anthropicBody('overloaded_error', 'Overloaded'), { kind: 'overloaded' }],
  ['a redirect is not followed', 302, {}, '', { kind: 'broken' }],
  ['a proxy’s login page costs no key its good name', 401, {}, html, { kind: 'broken' }],
  ['a firewall’s page', 403, {}, html, { kind: 'broken' }],
  ['a wrong address', 404, {}, html, { kind: 'broken' }],
  ['a firewall’s 429', 429, { 'retry-after': '9' }, html, { kind: 'rate_limited', waitMs: 9000 }],
  ['OpenAI’s shape', 401, {}, openAiBody('Incorrect API key provided', 'invalid_api_key'), { kind: 'refused' }],
  [
    'OpenAI’s quota',
    429,
    {},
    openAiBody('You exceeded your current quota', 'insufficient_quota'),
    { kind: 'spent', until: null },
  ],
]

describe('Anthropic’s answers', () => {
  it.each(rows)('%s', (...row) => {
    expect(read('anthropic', row)).toMatchObject(row[4])
  })
})
