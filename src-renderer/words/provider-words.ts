import type { ProviderView } from '../../src-shared/domain/provider.ts'
import { assertNever } from '../../src-shared/domain/result.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { countdown } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import type { GlyphKind } from '../parts/glyph.tsx'
import { providerName } from './names.ts'
import { downProviders } from './pool-words.ts'
import { type Said, said } from './said.ts'

const words = text.window.providers

/** The top of the Providers page: how many answer, and who does not until when. */
export function providersLine(snapshot: Snapshot, now: number): Said[] {
  const enabled = snapshot.providerOrder.filter((id) => snapshot.providers[id]?.enabled).length
  if (snapshot.providerOrder.length === 0) return [said(words.none)]
  const down = downProviders(snapshot)
  if (down.length === 0) return [said(`${words.allAnswer(enabled)}.`)]
  const [first] = down
  if (!first) return []
  const next = first.until > now ? words.nextTry(countdown(first.until - now)) : words.nextTryNow
  return [
    said(`${words.someAnswer(enabled - down.length, enabled)};`),
    said(`${words.notAnswering(providerName(first.provider))}, ${next}`, 'warn'),
  ]
}

/** A provider's circuit in words, never by its technical name. */
export function circuitWords(provider: ProviderView, now: number): { state: Said; note: string; glyph: GlyphKind } {
  if (!provider.enabled) return { state: said(words.state.off, 'quiet'), note: words.stateNote.off, glyph: 'disabled' }
  const { circuit } = provider
  switch (circuit.kind) {
    case 'closed':
      return { state: said(words.state.closed), note: '', glyph: 'ready' }
    case 'open':
      return {
        state: said(words.state.open, 'warn'),
        note: circuit.until > now ? words.stateNote.open(countdown(circuit.until - now)) : words.stateNote.openNow,
        glyph: 'limited',
      }
    case 'half_open':
      return { state: said(words.state.half_open), note: words.stateNote.half_open, glyph: 'testing' }
    default:
      return assertNever(circuit)
  }
}
