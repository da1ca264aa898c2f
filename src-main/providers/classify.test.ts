import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HeaderOf, Verdict } from './provider.ts'
import { providers } from './registry.ts'

const anthropicBody = (type: string, message: string, error_code?: string) =>
  JSON.stringify({ type: 'error', error: { type, message, ...(error_code ? { details: { error_code } } : {}) } })

const openAiBody = (message: string, code?: string) => JSON.stringify({ error: { message, code } })

const headers =
  (from: Record<string, string> = {}): HeaderOf =>
  (name) =>
    from[name]

const date = 'Mon, 23 Nov 2026 10:00:00 GMT'
const utc = (iso: string) => Date.parse(iso)
const html = '<!DOCTYPE html><html><body>502 Bad Gateway</body></html>'

type Row = [title: string, status: number, head: Record<string, string>, body: string, verdict: Partial<Verdict>]

function table(type: keyof typeof providers, rows: Row[]) {
  describe(type, () => {
    it.each(rows)('%s', (_title, status, head, body, verdict) => {
      expect(providers[type].classify(status, headers(head), body)).toMatchObject(verdict)
    })
  })
}

table('anthropic', [
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
])

const zaiBody = (code: string | number, message: string) =>
  JSON.stringify({ error: { code, message }, request_id: '1' })

table('zai', [
  [
    '1302, too many at once',
    429,
    {},
    zaiBody('1302', 'Rate limit reached for requests'),
    { kind: 'rate_limited', scope: 'lane', waitMs: 5000 },
  ],
  [
    '1303, with a wait of its own',
    429,
    { 'retry-after': '2' },
    zaiBody(1303, 'slow down'),
    { kind: 'rate_limited', waitMs: 2000 },
  ],
  ['1305', 429, {}, zaiBody('1305', 'traffic'), { kind: 'rate_limited' }],
  [
    '1308 says when, in Chinese time',
    429,
    {},
    zaiBody('1308', 'Usage limit reached for 5 hour. Your limit will reset at 2026-11-24 07:41:44'),
    { kind: 'spent', until: utc('2026-11-23T23:41:44Z') },
  ],
  [
    '1308 in Chinese',
    429,
    {},
    zaiBody('1308', '已达到 5 小时的使用上限。您的限额将在 2026-08-25 07:41:44 重置。'),
    { kind: 'spent', until: utc('2026-08-24T23:41:44Z') },
  ],
  [
    '1310 without a time is a limit like any other',
    429,
    {},
    zaiBody('1310', 'weekly'),
    { kind: 'rate_limited', scope: 'domain', waitMs: null },
  ],
  ['1309, plan expired', 429, {}, zaiBody('1309', 'expired'), { kind: 'spent', until: null }],
  ['1311, not in the plan', 429, {}, zaiBody('1311', 'not in plan'), { kind: 'no_model' }],
  ['1312, overloaded', 429, {}, zaiBody('1312', 'busy'), { kind: 'overloaded' }],
  [
    '1313, fair use',
    429,
    {},
    zaiBody('1313', 'fair use'),
    { kind: 'rate_limited', scope: 'domain', waitMs: 1_800_000 },
  ],
  ['1113 is no rate limit', 429, {}, zaiBody('1113', 'Insufficient balance'), { kind: 'spent', until: null }],
  ['1112, locked', 429, {}, zaiBody('1112', 'locked'), { kind: 'refused' }],
  [
    '1000 with 200',
    200,
    {},
    '{"code":1000,"msg":"Authentication Failed","success":false}',
    { kind: 'refused', said: 'Authentication Failed' },
  ],
  ['401 inside 200', 200, {}, '{"code":401,"msg":"token expired or incorrect","success":false}', { kind: 'refused' }],
  ['1211, unknown model', 400, {}, zaiBody('1211', 'Unknown Model'), { kind: 'no_model' }],
  ['1261, prompt too long', 400, {}, zaiBody('1261', 'Prompt exceeds max length'), { kind: 'deliver' }],
  ['500', 500, {}, zaiBody('500', 'Internal'), { kind: 'broken' }],
  ['a success', 200, {}, '{"type":"message"}', { kind: 'deliver' }],
])

table('ollama', [
  [
    'a model that was not pulled',
    404,
    {},
    anthropicBody('not_found_error', 'model "qwen3-coder" not found, try pulling it first'),
    { kind: 'no_model' },
  ],
  ['its older error shape', 404, {}, '{"error":"model \'x\' not found"}', { kind: 'no_model' }],
  ['no such path', 404, {}, '404 page not found', { kind: 'deliver' }],
  [
    'a full queue',
    503,
    {},
    anthropicBody('overloaded_error', 'server busy, please try again.'),
    { kind: 'overloaded' },
  ],
  [
    'out of memory',
    500,
    {},
    '{"error":"model requires more system memory (9 GiB) than is available"}',
    { kind: 'broken' },
  ],
  ['a bad request', 400, {}, anthropicBody('invalid_request_error', 'max_tokens is required'), { kind: 'deliver' }],
])

describe('any answer', () => {
  const kinds = ['deliver', 'rate_limited', 'spent', 'refused', 'no_model', 'overloaded', 'broken']
  const junk = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ type: fc.constant('error'), error: fc.anything() }).map((it) => JSON.stringify(it) ?? ''),
    fc
      .record({ error: fc.record({ code: fc.jsonValue(), message: fc.jsonValue(), details: fc.jsonValue() }) })
      .map((it) => JSON.stringify(it)),
  )

  it('gets a verdict that can be shown, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(providers)),
        fc.integer({ min: 200, max: 599 }),
        junk,
        fc.dictionary(fc.constantFrom('retry-after', 'retry-after-ms', 'date'), fc.string()),
        (provider, status, body, head) => {
          const verdict = provider.classify(status, headers(head), body)
          expect(kinds).toContain(verdict.kind)
          if ('said' in verdict) {
            expect(verdict.said.length).toBeGreaterThan(0)
            expect(verdict.said.length).toBeLessThanOrEqual(300)
            expect(verdict.said).not.toMatch(/\p{Cc}/u)
          }
          if ('waitMs' in verdict && verdict.waitMs !== null) expect(verdict.waitMs).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
})
