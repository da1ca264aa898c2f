import type { Dimension } from '../../src-shared/domain/limits.ts'
import type { Account } from './account.ts'
import { compose, type Voice } from './compose.ts'
import { type Message, streamed, type Wire, whole } from './message.ts'
import type { Plan, Step } from './plan.ts'
import type { Prompt } from './prompt.ts'
import type { InputUsage } from './prompt-cache.ts'

/** Where and how a prompt is answered. */
export interface Desk {
  readonly account: Account
  readonly group: string
  readonly wire: Wire
  /** In place of the Messages format. */
  readonly write?: ((message: Message) => Step[]) | undefined
  readonly voice: Voice
  readonly random: () => number
  readonly now: () => number
  readonly beforeMs: number
  readonly paceMs: number
}

export type Answered =
  | { ok: true; plan: Plan; usage: InputUsage }
  | { ok: false; dimension: Dimension; limit: number; waitMs: number }

/** Admits a prompt against its account's limits and plans the answer; every event charges its output as it leaves. */
export function answerPrompt(prompt: Prompt, desk: Desk): Answered {
  const { account, group, wire, now } = desk
  const at = now()
  const usage = account.cache.look(prompt, at)
  const admission = account.admit(group, usage.input + usage.cacheWrite, at)
  if (!admission.ok) {
    const { limit } = account.levels(group, at)[admission.dimension]
    return { ...admission, limit }
  }
  account.cache.keep(prompt, at)
  const message = {
    model: prompt.model,
    blocks: compose(prompt, desk.voice, desk.random),
    usage,
    maxTokens: prompt.maxTokens,
  }
  const plan: Plan = {
    beforeMs: desk.beforeMs,
    status: 200,
    headers: prompt.stream
      ? { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' }
      : { 'content-type': 'application/json' },
    steps: desk.write?.(message) ?? (prompt.stream ? streamed(message, wire) : whole(message, wire)),
    paceMs: prompt.stream ? desk.paceMs : 0,
    spend: (tokens) => account.produce(group, tokens, now()),
  }
  return { ok: true, plan, usage }
}

/** A JSON answer in one piece. */
export const jsonPlan = (status: number, json: object, headers: Record<string, string> = {}): Plan => ({
  beforeMs: 0,
  status,
  headers: { 'content-type': 'application/json', ...headers },
  steps: [{ kind: 'write', text: JSON.stringify(json), tokens: 0 }],
  paceMs: 0,
})
