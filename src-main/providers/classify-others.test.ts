import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { providers } from './registry.ts'
import { anthropicBody, headers, type Row, read, utc } from './testing/answers.ts'

const zaiBody = (code: string | number, message: string) =>
  JSON.stringify({ error: { code, message }, request_id: '1' })

const zai: Row[] = [
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
]

const ollama: Row[] = [
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
    { kind: 'rate_limited', scope: 'lane', waitMs: 2000 },
  ],
  [
    'a full queue, in its own shape',
    503,
    { 'retry-after': '5' },
    '{"error":"server busy, please try again.  maximum pending requests exceeded"}',
    { kind: 'rate_limited', scope: 'lane', waitMs: 5000 },
  ],
  [
    'out of memory',
    500,
    {},
    '{"error":"model requires more system memory (9 GiB) than is available"}',
    { kind: 'broken' },
  ],
  ['a bad request', 400, {}, anthropicBody('invalid_request_error', 'max_tokens is required'), { kind: 'deliver' }],
]

describe.each([['zai', zai] as const, ['ollama', ollama] as const])('answers of %s', (type, rows) => {
  it.each(rows)('%s', (...row) => {
    expect(read(type, row)).toMatchObject(row[4])
  })
})

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
