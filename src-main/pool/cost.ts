/** What a request will probably take. `rpm` is 1 for a message; tokens are estimates, settled later. */
export interface Cost {
  readonly rpm: number
  /** Upper estimate of uncached input tokens. */
  readonly itpm: number
  /** Expected output tokens (the mean, not `max_tokens`). */
  readonly otpm: number
}

export const noCost: Cost = { rpm: 0, itpm: 0, otpm: 0 }

export const addCost = (a: Cost, b: Cost): Cost => ({
  rpm: a.rpm + b.rpm,
  itpm: a.itpm + b.itpm,
  otpm: a.otpm + b.otpm,
})
