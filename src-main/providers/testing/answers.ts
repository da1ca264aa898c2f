import type { HeaderOf, Verdict } from '../provider.ts'
import { providers } from '../registry.ts'

/** An error in Anthropic's shape. */
export const anthropicBody = (type: string, message: string, error_code?: string) =>
  JSON.stringify({ type: 'error', error: { type, message, ...(error_code ? { details: { error_code } } : {}) } })

export const headers =
  (from: Record<string, string> = {}): HeaderOf =>
  (name) =>
    from[name]

export const utc = (iso: string) => Date.parse(iso)

/** What an answer must mean. */
export type Row = [title: string, status: number, head: Record<string, string>, body: string, verdict: Partial<Verdict>]

/** What the provider makes of a row's answer. */
export const read = (type: keyof typeof providers, [, status, head, body]: Row): Verdict =>
  providers[type].classify(status, headers(head), body)
