/** Percents a window can be enlarged by; everything stays usable in between. */
export const zooms = [80, 90, 100, 110, 125, 150, 175, 200] as const
