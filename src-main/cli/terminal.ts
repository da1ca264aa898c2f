import { openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { ReadStream } from 'node:tty'
import type { Stream } from '../log/stream-sink.ts'

/** What a command needs of the process it runs in; a test brings its own. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly home: string
  readonly platform: NodeJS.Platform
  readonly pid: number
  /** Whether somebody sits in front of it and can be asked. */
  readonly isAttended: boolean
  out(text: string): void
  readonly stdout: Stream
  readonly stderr: Stream
  /** Everything on standard input; empty where it is a terminal. */
  input(): Promise<string>
  /** A line typed by a person, never shown where it is a secret; `null`: nobody is there, or they gave up. */
  ask(question: string, options: { secret: boolean }): Promise<string | null>
  /** An error that nobody caught: told to whoever can write it down safely, then the process ends with 1. */
  crashed(tell: (error: unknown) => void): void
  /** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
  stopped(): Promise<void>
  /** SIGHUP, by which a service is told to read its config again. */
  hungUp(tell: () => void): void
}

/** One Ctrl+C reaches us twice under npm: from the terminal and, passed on, from npm. */
const ECHO_MS = 500

export function thisTerminal(home: string): Terminal {
  const { stdin, stdout, stderr, env, platform } = process
  // Whoever started us may stop reading; that is no reason to end.
  stdout.on('error', () => {})
  return {
    ...{ env, home, platform, stdout, stderr },
    cwd: process.cwd(),
    pid: process.pid,
    isAttended: stdin.isTTY === true,
    out: (text) => void stdout.write(text),
    async input() {
      if (stdin.isTTY) return ''
      const parts: Buffer[] = []
      for await (const part of stdin) parts.push(part as Buffer)
      return Buffer.concat(parts).toString('utf8')
    },
    ask(question, { secret }) {
      if (stdin.isTTY) return asked(stdin, stderr, question, secret)
      // What is piped in is something else, such as a key; the person is at the terminal all the same.
      return platform === 'win32' ? Promise.resolve(null) : askedAt('/dev/tty', stderr, question, secret)
    },
    crashed(tell) {
      process.on('uncaughtException', (error) => {
        tell(error)
        process.exit(1)
      })
    },
    hungUp: (tell) => void process.on('SIGHUP', tell),
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

/** Line editing without an echo: readline writes what is typed to an output that shows nothing. */
function asked(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  question: string,
  secret: boolean,
): Promise<string | null> {
  output.write(`${question} `)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: secret ? nowhere : output, terminal: true })
  return new Promise((resolve) => {
    const end = (answer: string | null) => {
      lines.close()
      if (secret) output.write('\n')
      resolve(answer)
    }
    lines.once('line', (line) => end(line.trim()))
    lines.once('SIGINT', () => end(null))
    lines.once('close', () => end(null))
  })
}

async function askedAt(
  device: string,
  output: NodeJS.WritableStream,
  question: string,
  secret: boolean,
): Promise<string | null> {
  let input: ReadStream
  try {
    input = new ReadStream(openSync(device, 'r+'))
  } catch {
    return null
  }
  try {
    return await asked(input, output, question, secret)
  } finally {
    input.destroy()
  }
}
