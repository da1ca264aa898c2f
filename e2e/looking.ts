/** What looking costs: percent of one core, and counts. */
export interface Looking {
  /** Main and renderer, with the window open; main alone, with it closed; alternating. */
  readonly open: number[]
  readonly closed: number[]
  /** Patches a second that the window was sent. */
  readonly patches: number[]
  /** Answers of the relay during the runs that were 200, and that were not. */
  readonly answered: number
  readonly failed: number
  /** Of 40 presses of an arrow key under load, how many moved the selection. */
  readonly presses: number
  /** Main and renderer without traffic, and frames that were drawn in 10 s of it. */
  readonly idle: number
  readonly idleFrames: number
}
