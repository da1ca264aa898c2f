import type { ProviderId } from '../../src-shared/domain/ids.ts'

type Named = { readonly id: ProviderId }

/**
 * Deals from a shuffled deck: everybody once before anybody twice. Those of the deck who are not among them now
 * stay in it; a new one is in from the next deal on.
 */
export function deal<C extends Named>(
  all: readonly C[],
  deck: readonly ProviderId[],
  chance: () => number,
): { order: readonly C[]; deck: readonly ProviderId[] } {
  const inDeck = (id: ProviderId) => deck.includes(id)
  const left = all.some(({ id }) => inDeck(id)) ? deck : [...deck, ...shuffled(all, chance).map(({ id }) => id)]
  const place = new Map(left.map((id, at) => [id, at]))
  const order = all.toSorted((a, b) => (place.get(a.id) ?? left.length) - (place.get(b.id) ?? left.length))
  return { order, deck: left.filter((id) => id !== order[0]?.id) }
}

/** Fisher and Yates. */
function shuffled<T>(all: readonly T[], chance: () => number): T[] {
  const out = [...all]
  for (let i = out.length - 1; i > 0; i -= 1) {
    const j = Math.floor(chance() * (i + 1))
    const [a, b] = [out[i], out[j]] as [T, T]
    out[i] = b
    out[j] = a
  }
  return out
}
