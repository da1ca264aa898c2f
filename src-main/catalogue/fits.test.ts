import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Known, together } from './facts.ts'
import { fits, type Need } from './fits.ts'

const unknown = together([])
const need: Need = {
  inputTokens: 150_000,
  maxTokens: 32_000,
  ...{ tools: true, images: true, documents: true, thinking: true },
}
const because = (known: Partial<Known>, more: Partial<Need> = {}) => {
  const fit = fits({ ...unknown, ...known }, { ...need, ...more })
  return fit.ok ? null : fit.because
}

describe('whether a model can take a request', () => {
  it('is never denied by what is not known', () => {
    const anyNeed = fc.record({
      inputTokens: fc.nat(),
      maxTokens: fc.option(fc.nat()),
      ...{ tools: fc.boolean(), images: fc.boolean(), documents: fc.boolean(), thinking: fc.boolean() },
    })
    fc.assert(
      fc.property(anyNeed, (it) => {
        expect(fits(unknown, it)).toEqual({ ok: true })
      }),
    )
  })

  it('is decided by the room for input and answer together', () => {
    expect(because({ contextWindow: 182_000 })).toBeNull()
    expect(because({ contextWindow: 181_999 })).toBe(
      'The request needs 182k tokens with its answer; its model holds 182k.',
    )
    expect(because({ contextWindow: 150_000 }, { maxTokens: null })).toBeNull()
    expect(because({ contextWindow: 149_999 }, { maxTokens: null })).not.toBeNull()
  })

  it('is denied where the answer allowed is longer than the model accepts', () => {
    expect(because({ maxOutput: 32_000 })).toBeNull()
    expect(because({ maxOutput: 8192 })).toBe(
      'The request allows an answer of 32k tokens; its model writes 8,192 at most.',
    )
  })

  it('is denied by what the model is known to lack and the request uses', () => {
    expect(because({ tools: false })).toBe('Its model cannot use tools.')
    expect(because({ images: false })).toBe('Its model cannot see images.')
    expect(because({ documents: false })).toBe('Its model cannot read documents.')
    const plain = { tools: false, images: false, documents: false }
    expect(because(plain, plain)).toBeNull()
  })

  it('does not need thinking', () => {
    expect(because({ thinking: false })).toBeNull()
  })
})
