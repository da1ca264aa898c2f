/** Factors a window can be enlarged by; everything stays usable in between. */
const STEPS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const

/** The next factor up or down from where it is, or the usual one. */
export function zoomed(factor: number, step: -1 | 0 | 1): number {
  if (step === 0) return 1
  if (step > 0) return STEPS.find((one) => one > factor + 0.01) ?? 2
  return STEPS.findLast((one) => one < factor - 0.01) ?? 0.8
}
