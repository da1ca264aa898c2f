import { isSealed } from '../conversion/sealed.ts'
import type { Thought } from '../thinking/foreign-thinking.ts'
import type { Makers } from '../thinking/makers.ts'
import type { Upstream } from './parts.ts'

/** The same for every provider at one address: whatever keys they use, they accept each other's signatures. */
export const makerOf = ({ provider, baseUrl }: Pick<Upstream, 'provider' | 'baseUrl'>): string =>
  `${provider.type} ${new URL(baseUrl).origin}`

/**
 * Which thinking this upstream gets back. One that checks signatures would refuse a foreign one, or none; one
 * that nobody here has seen made is left for it to judge, since Claude Code mends that by itself. What is redacted
 * only its maker can read.
 */
export function keptBy(way: Pick<Upstream, 'provider' | 'baseUrl'>, makers: Makers): (thought: Thought) => boolean {
  const { checksThinking } = way.provider
  return ({ kind, signature }) => {
    if (!checksThinking && kind === 'plain') return true
    const maker = signature === '' ? null : makers.of(signature)
    if (maker === null) return checksThinking && signature !== '' && !isSealed(signature)
    return maker === makerOf(way)
  }
}
