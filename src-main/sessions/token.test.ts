import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hashOf, holderIn } from './token.ts'

const named = (token: string) => [token, hashOf(token)] as const

it('finds whom a token belongs to, and nobody for any other', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }), fc.string(), (tokens, other) => {
      const grants = tokens.map(named)
      for (const token of tokens) expect(holderIn(grants, token)).toBe(token)
      expect(holderIn(grants, other)).toBe(tokens.includes(other) ? other : null)
    }),
  )
})
