import {
  type Edit,
  elementsAt,
  type Members,
  members,
  membersAt,
  splice,
  stringAt,
  without,
} from '../bytes/json-members.ts'
import type { Draft } from './provider.ts'

/** The API version every Anthropic-format server knows. A later one only refuses more. */
const EVERYWHERE = '2023-06-01'

const ATTRIBUTION = 'x-anthropic-billing-header:'

/**
 * Readies a request for a server that speaks the format but is not Anthropic: pins the API version, takes out
 * Claude Code's attribution block (an accounting line for Anthropic, which would spoil the prefix caches of
 * others) and the top-level members named in `drop`. Bytes that need no change stay; a body that is not
 * understood stays whole.
 */
export function adaptForeign(draft: Draft, drop: ReadonlySet<string> = new Set()): void {
  if ('anthropic-version' in draft.headers) draft.headers['anthropic-version'] = EVERYWHERE
  const found = members(draft.body)
  if (!found) return
  const system = attribution(draft.body, found)
  const names = system === 'alone' ? new Set([...drop, 'system']) : drop
  draft.body = splice(draft.body, [...(typeof system === 'object' ? [system] : []), ...without(found, names)])
}

/** The edit that takes the attribution block out; `alone`: the system prompt is nothing else; `none`: not there. */
function attribution(body: Buffer, found: Members): Edit | 'alone' | 'none' {
  const system = found.get('system')
  const blocks = system && elementsAt(body, system.valueStart)
  const first = blocks?.[0]
  const text = first && membersAt(body, first.start)?.get('text')
  const line = text && stringAt(body, text.valueStart, text.valueEnd)
  // A line break would mean that somebody has merged it with a prompt that must stay.
  if (!first || !line?.startsWith(ATTRIBUTION) || line.trim().includes('\n')) return 'none'
  const second = blocks?.[1]
  return second ? { start: first.start, end: second.start, text: '' } : 'alone'
}
