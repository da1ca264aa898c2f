import type { AccountView, PlanWindow } from '../../src-shared/domain/account.ts'

/** Reading other people's JSON: a field of another kind than expected is as if it were not there. */
export const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}

export const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.map(objectOf) : [])

/** A number, also one written as text; `null` where it is none. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** Epoch ms from a time as text (ISO 8601), or from a number of ms; `null` where it is neither. */
export function timeOf(value: unknown): number | null {
  const at = typeof value === 'string' && /\D/.test(value) ? Date.parse(value) : numberOf(value)
  return at !== null && Number.isFinite(at) && at > 1e12 && at < 1e13 ? at : null
}

/** `null` where the vendor does not say how much is used. */
export const planWindow = (
  name: PlanWindow['name'],
  used: number | null,
  resetAt: number | null = null,
): PlanWindow[] => (used === null || used < 0 ? [] : [{ name, used, resetAt }])

export const plan = (...windows: readonly PlanWindow[]): AccountView | null =>
  windows.length === 0 ? null : { windows: [...windows], balance: null }

export const money = (amount: number | null, currency: string | null): AccountView | null =>
  amount === null ? null : { windows: [], balance: { amount, currency } }
