import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LoginView } from '../../src-shared/domain/login.ts'
import { anthropicLogin, stillTrue } from './anthropic-login.ts'

const NOW = Date.UTC(2026, 10, 24, 12)
const read = (headers: Record<string, string>) =>
  anthropicLogin((name) => headers[name.replace('anthropic-ratelimit-unified-', '')], NOW)

it('reads the five hours and the seven days', () => {
  const in2h = NOW + 2 * 3_600_000
  expect(
    read({
      status: 'allowed_warning',
      '5h-status': 'allowed_warning',
      '5h-utilization': '0.84',
      '5h-reset': String(in2h / 1000),
      '7d-status': 'allowed',
      '7d-utilization': '0.1',
      '7d-reset': '2026-11-30T00:00:00Z',
    }),
  ).toEqual({
    status: 'warning',
    windows: [
      { name: '5h', utilization: 0.84, status: 'warning', resetAt: in2h },
      { name: '7d', utilization: 0.1, status: 'allowed', resetAt: Date.UTC(2026, 10, 30) },
    ],
  })
})

it('says nothing where an answer to an API key says nothing', () => {
  expect(read({})).toBeNull()
})

it('whatever stands in them, the result is one that can be shown', () => {
  const value = fc.oneof(fc.string(), fc.constantFrom('rejected', '1e9', '-1', 'NaN', '0x1', '99999999999999', ' 1 '))
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('status', '5h-status', '5h-utilization', '5h-reset'), value),
      (headers) => {
        const login = read(headers)
        if (login !== null) expect(LoginView.parse(login)).toEqual(login)
      },
    ),
  )
})

it('a limit that has begun anew is no longer known', () => {
  const one = { name: '5h', utilization: 1, status: 'rejected', resetAt: NOW + 10 } as const
  const other = { name: '7d', utilization: 0.5, status: null, resetAt: null }
  const view: LoginView = { status: 'rejected', windows: [one, other] }
  expect(stillTrue(view, NOW)).toBe(view)
  expect(stillTrue(view, NOW + 10)).toEqual({ status: null, windows: [other] })
  expect(stillTrue({ status: 'rejected', windows: [one] }, NOW + 10)).toBeNull()
})
