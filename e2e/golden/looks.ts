/** A way of looking at a scene: 200 % is a window as large, in which everything is twice as large. */
export interface Look {
  readonly name: string
  readonly scheme: 'light' | 'dark'
  readonly zoom: 1 | 2
}

/** A window as it opens the first time, in pixels. */
export const SIZE = { width: 1080, height: 720 }

export const looks: readonly Look[] = [
  { name: 'light', scheme: 'light', zoom: 1 },
  { name: 'dark', scheme: 'dark', zoom: 1 },
  { name: 'light-200', scheme: 'light', zoom: 2 },
  { name: 'dark-200', scheme: 'dark', zoom: 2 },
]
