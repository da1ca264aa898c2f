import type { Stream } from '../log/stream-sink.ts'

/** What a command needs of the process it runs in; a test brings its own. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly home: string
  readonly platform: NodeJS.Platform
  readonly pid: number
  out(text: string): void
  readonly stdout: Stream
  readonly stderr: Stream
  /** An error that nobody caught: told to whoever can write it down safely, then the process ends with 1. */
  crashed(tell: (error: unknown) => void): void
  /** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
  stopped(): Promise<void>
}

/** One Ctrl+C reaches us twice under npm: from the terminal and, passed on, from npm. */
const ECHO_MS = 500

export function thisTerminal(home: string): Terminal {
  // Whoever started us may stop reading; that is no reason to end.
  process.stdout.on('error', () => {})
  return {
    env: process.env,
    cwd: process.cwd(),
    home,
    platform: process.platform,
    pid: process.pid,
    out: (text) => void process.stdout.write(text),
    stdout: process.stdout,
    stderr: process.stderr,
    crashed(tell) {
      process.on('uncaughtException', (error) => {
        tell(error)
        process.exit(1)
      })
    },
    stopped: () =>
      new Promise((resolve) => {
        let askedAt: number | null = null
        const stop = () => {
          const now = performance.now()
          if (askedAt !== null && now - askedAt > ECHO_MS) process.exit(130)
          askedAt ??= now
          resolve()
        }
        process.on('SIGINT', stop)
        process.on('SIGTERM', stop)
      }),
  }
}
