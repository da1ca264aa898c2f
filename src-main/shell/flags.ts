import { resolve } from 'node:path'

/** What the person who starts the app may ask of it. */
export interface Flags {
  /** `--demo`: begin in practice mode. */
  readonly demo: boolean
  /** `--hidden`: into the tray without a window, as at login. */
  readonly hidden: boolean
  /** `--home FOLDER` or `CC_RELAY_HOME`: keep everything of this user there, apart from the usual folder. */
  readonly home: string | null
}

/** Reads the command line. What is not ours is left alone: Chromium has switches of its own. */
export function readFlags(argv: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Flags {
  const after = argv.indexOf('--home')
  const home =
    argv.find((word) => word.startsWith('--home='))?.slice('--home='.length) ??
    (after >= 0 ? argv[after + 1] : undefined) ??
    env.CC_RELAY_HOME
  return {
    demo: argv.includes('--demo'),
    hidden: argv.includes('--hidden'),
    home: home ? resolve(cwd, home) : null,
  }
}
