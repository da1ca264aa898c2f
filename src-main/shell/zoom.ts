import { zooms } from '../../src-shared/domain/zoom.ts'

/** The next step up or down from where it is, in percent, or the usual one. */
export function zoomed(percent: number, step: -1 | 0 | 1): number {
  if (step === 0) return 100
  if (step > 0) return zooms.find((one) => one > percent) ?? 200
  return zooms.findLast((one) => one < percent) ?? 80
}
