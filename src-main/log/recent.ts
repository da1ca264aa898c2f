import type { LogLine } from '../../src-shared/domain/log-line.ts'
import type { Sink } from './log.ts'

/** As many lines as a window that is opened late can still read. */
const KEPT = 1000

export interface RecentLines extends Sink {
  /** Lines after the one of that number, the oldest first; `about`: only those that name this request. */
  after(n: number, about: string | null): LogLine[]
  /** The lines so far are gone; the numbers go on. */
  forget(): void
}

/** A log's way out that also remembers what went through it: what the window shows live is what is written. */
export function recent(sink: Sink): RecentLines {
  /** As they were written, in a ring; read only by whoever asks. */
  const lines: string[] = []
  let count = 0
  let forgotten = 0
  return {
    write(line) {
      sink.write(line)
      lines[count % KEPT] = line
      count += 1
    },
    forget() {
      lines.length = 0
      forgotten = count
    },
    after(n, about) {
      const found: LogLine[] = []
      for (let at = Math.max(n, count - KEPT, forgotten); at < count; at++) {
        const line = lines[at % KEPT] as string
        if (about === null || line.includes(about)) found.push(read(line, at + 1))
      }
      return about === null ? found : found.filter(({ id }) => id === about)
    },
  }
}

/** From one line of JSON, as `createLog` writes them. */
function read(line: string, n: number): LogLine {
  const { level, time, msg, id, ...fields } = JSON.parse(line) as Record<string, unknown>
  const facts = Object.entries(fields).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return {
    ...{ n, at: Date.parse(String(time)), message: String(msg), facts: facts.join('  ') },
    id: typeof id === 'string' ? id : null,
    level: level === 'debug' || level === 'warn' || level === 'error' ? level : 'info',
  }
}
