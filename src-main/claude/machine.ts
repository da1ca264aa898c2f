import type { Spawner } from '../ports.ts'

/** The machine Claude Code is looked for on. Plain data, so that a test can describe any machine. */
export interface Machine {
  readonly platform: NodeJS.Platform
  /** The environment the app was started with: for a GUI usually a poor one. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** The user's login shell, e.g. `/bin/zsh`; empty where there is none. */
  readonly shell: string
  readonly spawner: Spawner
}
