import { isOver, type SessionView } from '../../src-shared/domain/session.ts'
import type { ProfileView, Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { age, dollars, timeOfDay } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import type { GlyphKind } from '../parts/glyph.tsx'
import { modelName, providerNameOf } from './names.ts'
import { type Said, said } from './said.ts'

const words = text.window.sessions

/** After so long without a request a session is called quiet, in ms. */
const QUIET_MS = 60_000
const NEAR = 0.8

export function sessionsLine(sessions: Snapshot['sessions']): string {
  const live = Object.values(sessions).filter((it) => !isOver(it))
  return words.headline(live.length, live.filter(({ underWay }) => underWay > 0).length)
}

export function stateWords({ state, underWay }: SessionView): { glyph: GlyphKind; text: string } {
  if (state === 'paused') return { glyph: 'paused', text: words.state.paused }
  if (state === 'open') return { glyph: 'ready', text: underWay > 0 ? words.state.working : words.state.open }
  return { glyph: 'disabled', text: words.state[state] }
}

/** Beneath its folder: where it runs, for how long, and what it does. */
export function noteWords(session: SessionView, now: number): Said {
  const { kind, id, place, startedAt, endedAt, lastAt, underWay, state } = session
  if (endedAt !== null) return said(words.over(state === 'closed' ? 'closed' : 'ended', timeOfDay(endedAt)), 'quiet')
  const quietMs = now - (lastAt ?? startedAt)
  const doing =
    underWay > 0 ? words.underWay(underWay) : quietMs >= QUIET_MS && lastAt !== null ? words.quietFor(age(quietMs)) : ''
  const where = kind === 'other' ? words.otherNote(id.slice(0, 8)) : place
  return said([where, age(now - startedAt), doing].filter(Boolean).join(', '), 'quiet')
}

export function modelWords({ model, providerId }: SessionView, providers: Snapshot['providers']): string {
  if (model === null) return words.noRequest
  const name = modelName(model, providers)
  return providerId === null ? name : words.at(name, providerNameOf(providers, providerId))
}

/** What was spent of a budget, or without one; amber near its end. */
export function spentWords({ spent, budget }: ProfileView, kind: 'daily' | 'total'): Said {
  const used = (kind === 'daily' ? spent.today : spent.total) / 1_000_000
  const limit = kind === 'daily' ? budget.daily_usd : budget.total_usd
  if (limit === undefined) return said(dollars(used), 'quiet')
  return said(words.profiles.spent(dollars(used), dollars(limit)), used >= NEAR * limit ? 'warn' : 'plain')
}
