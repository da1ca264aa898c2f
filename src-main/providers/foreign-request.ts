import { members, splice } from '../bytes/json-members.ts'
import type { Draft } from './provider.ts'

/** Members that only Anthropic's own servers know and that change nothing of what is asked; others answer 400 to them. */
export const ANTHROPIC_ONLY: ReadonlySet<string> = new Set([
  'context_management',
  'fallbacks',
  'speed',
  'diagnostics',
  'thread',
  'compaction',
  'billing_policy',
])

/** Thinking as every server of this format has it: with a budget. Half of the answer is a model's own measure. */
export function plainThinking(draft: Draft): void {
  const found = members(draft.body)
  const member = found?.get('thinking')
  const asked = member && textAt(draft.body, member)
  if (!member || !/"(adaptive|between_tools)"/.test(asked ?? '')) return
  const most = found?.get('max_tokens')
  const limit = Number(most ? textAt(draft.body, most) : Number.NaN)
  const budget = Math.max(1024, Math.floor((Number.isFinite(limit) ? limit : 32_000) / 2))
  const text = JSON.stringify(budget < limit ? { type: 'enabled', budget_tokens: budget } : { type: 'disabled' })
  draft.body = splice(draft.body, [{ start: member.valueStart, end: member.valueEnd, text }])
}

/** Puts `"name":text` first into the body where it has no such member. */
export function withMember(draft: Draft, name: string, text: string): void {
  const found = members(draft.body)
  const first = found && [...found.values()][0]
  if (!first || found.has(name)) return
  draft.body = splice(draft.body, [{ start: first.keyStart, end: first.keyStart, text: `"${name}":${text},` }])
}

/** Takes values out of the comma-separated `anthropic-beta` header. */
export function withoutBetas(draft: Draft, gone: RegExp): void {
  const header = draft.headers['anthropic-beta']
  if (header === undefined) return
  const kept = [header]
    .flat()
    .flatMap((it) => it.split(','))
    .map((it) => it.trim())
    .filter((it) => it !== '' && !gone.test(it))
  if (kept.length === 0) delete draft.headers['anthropic-beta']
  else draft.headers['anthropic-beta'] = kept.join(',')
}

const textAt = (body: Buffer, at: { valueStart: number; valueEnd: number }): string =>
  body.toString('utf8', at.valueStart, at.valueEnd)
