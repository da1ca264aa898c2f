import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { needsAddress, presets } from '../../src-shared/domain/presets/presets.ts'
import type { ChosenType } from '../../src-shared/domain/provider.ts'
import { anthropicLimits } from './anthropic-limits.ts'
import { claudeGroup } from './claude-models.ts'
import { plainLine } from './plain-line.ts'
import type { Draft } from './provider.ts'
import { providers, recognise } from './registry.ts'

describe('anthropicLimits', () => {
  it('reads what a response states', () => {
    const from: Record<string, string> = {
      'anthropic-ratelimit-requests-limit': '1000',
      'anthropic-ratelimit-requests-remaining': '999',
      'anthropic-ratelimit-requests-reset': '2026-11-23T10:00:00Z',
      'anthropic-ratelimit-input-tokens-limit': '2000000',
      'anthropic-ratelimit-input-tokens-remaining': '1988000',
      'anthropic-ratelimit-output-tokens-limit': '400000',
      'anthropic-ratelimit-output-tokens-remaining': '401000',
      'anthropic-organization-id': 'org-1',
      'anthropic-workspace-id': 'wrk-1',
    }
    expect(anthropicLimits((name) => from[name])).toEqual({
      domain: 'org-1/wrk-1',
      windows: {
        rpm: { limit: 1000, remaining: 999, round: 0 },
        itpm: { limit: 2_000_000, remaining: 1_988_000, round: 500 },
        otpm: { limit: 400_000, remaining: 400_000, round: 500 },
      },
    })
  })

  it('learns the organization alone, and nothing from nothing', () => {
    expect(anthropicLimits((name) => (name === 'anthropic-organization-id' ? 'org-1' : undefined))).toEqual({
      domain: 'org-1',
      windows: {},
    })
    expect(anthropicLimits(() => undefined)).toBeNull()
  })

  it('takes no value that makes no sense, whatever a server sends', () => {
    const value = fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String), fc.constant('1e99'))
    fc.assert(
      fc.property(fc.func(fc.option(value, { nil: undefined })), (header) => {
        const seen = anthropicLimits((name) => header(name))
        for (const window of Object.values(seen?.windows ?? {})) {
          expect(window.limit).toBeGreaterThan(0)
          expect(Number.isSafeInteger(window.limit)).toBe(true)
          expect(window.remaining).toBeGreaterThanOrEqual(0)
          expect(window.remaining).toBeLessThanOrEqual(window.limit)
        }
        if (seen?.domain !== undefined) expect(seen.domain).toMatch(/^[\w.:-]+(\/[\w.:-]+)?$/)
      }),
    )
  })
})

describe('claudeGroup', () => {
  it.each([
    ['claude-opus-4-8', 'opus-4'],
    ['claude-opus-4-5-20251101', 'opus-4'],
    ['claude-opus-4-20250514', 'opus-4'],
    ['claude-opus-4-0', 'opus-4'],
    ['claude-opus-4-8[1m]', 'opus-4'],
    ['claude-sonnet-4-5@20250929', 'sonnet-4'],
    ['claude-haiku-4-5', 'haiku-4'],
    ['claude-opus-5', 'opus-5'],
    ['claude-opus-5-5', 'opus-5-5'],
    ['claude-opus-5-5-20261020', 'opus-5-5'],
    ['Claude-Sonnet-5-5', 'sonnet-5-5'],
    ['claude-fable-5', 'fable-5'],
    ['claude-fable-5-2', 'fable-5'],
    ['claude-mythos-5-1', 'mythos-5'],
    ['claude-3-5-haiku-20241022', 'haiku-3-5'],
    ['claude-3-opus-20240229', 'opus-3'],
    ['anthropic/claude-haiku-4.5', 'haiku-4'],
    ['anthropic.claude-opus-5', 'opus-5'],
    ['claude-mythos-preview', 'claude-mythos-preview'],
    ['something-new-20270101', 'something-new'],
    ['', '*'],
  ])('%s is in %s', (model, group) => {
    expect(claudeGroup(model)).toBe(group)
  })

  it('names a group for anything', () => {
    fc.assert(
      fc.property(fc.string(), (model) => {
        expect(claudeGroup(model).length).toBeGreaterThan(0)
        expect(claudeGroup(model).length).toBeLessThanOrEqual(64)
      }),
    )
  })
})

describe('recognise', () => {
  it.each([
    ['sk-ant-api03-abcdefghijklmnop', 'anthropic'],
    [' sk-ant-api03-abcdefghijklmnop\n', 'anthropic'],
    ['sk-ant-oat01-abcdefghijklmnop', null],
    ['sk-ant-admin01-abcdefghijklmnop', null],
    ['0123456789abcdef0123456789abcdef.AbCdEfGhIjKlMnOp', 'zai'],
    ['sk-practice-a-123', 'practice'],
    ['sk-or-v1-0123456789abcdef', 'openrouter'],
    ['sk-sp-0123456789abcdef', 'qwen_coding'],
    ['sk-0123456789abcdef', null],
    ['hello', null],
  ])('%s', (secret, type) => {
    expect(recognise(secret)).toBe(type)
  })
})

describe('the registry', () => {
  it.each(Object.entries(providers))('%s is whole', (type, provider) => {
    expect(provider.type).toBe(type)
    expect(new Set(provider.models.map((it) => it.id)).size).toBe(provider.models.length)
    for (const model of provider.models) expect(model.displayName).not.toBe('')
    const ids = provider.models.map((it) => it.id)
    for (const model of Object.values(provider.roles ?? {})) expect(ids).toContain(model)
    expect(URL.canParse(provider.baseUrl)).toBe(type === 'practice' || !needsAddress(provider.type as ChosenType))
  })

  it.each(Object.entries(presets).filter(([, { template }]) => template === undefined))(
    '%s is asked where the window says',
    (type, { adds = '/v1/messages' }) => {
      const body = Buffer.from('{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}')
      const draft: Draft = { path: '/v1/messages', headers: {}, body }
      providers[type as ChosenType].prepare(draft)
      expect(draft.path.startsWith(adds)).toBe(true)
    },
  )
})

describe('plainLine', () => {
  it('masks what looks like a secret, breaks and control characters', () => {
    expect(plainLine('no\r\n\u0007 good: sk-ant-api03-abcDEF_123 and Bearer abc')).toBe('no good: «…» and «…»')
    expect(plainLine(`key ${'a1'.repeat(30)}`)).toBe('key «…»')
    expect(plainLine('0123456789abcdef0123456789abcdef.AbCdEfGhIjKlMnOp')).toBe('«…»')
  })

  it('leaves names of models readable', () => {
    expect(plainLine('model: claude-sonnet-4-5-20250929')).toBe('model: claude-sonnet-4-5-20250929')
  })

  it('is short', () => {
    expect(plainLine('word '.repeat(1000)).length).toBeLessThanOrEqual(300)
  })
})
