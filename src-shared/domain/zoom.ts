/** Percents a window can be enlarged by; everything stays usable in between. */
export const zooms = [80, 90, 100, 110, 125, 150, 175, 200] as const

/** The next step up or down from where it is, in percent, or the usual one. */
export function zoomed(percent: number, step: -1 | 0 | 1): number {
  if (step === 0) return 100
  if (step > 0) return zooms.find((one) => one > percent) ?? 200
  return zooms.findLast((one) => one < percent) ?? 80
}
