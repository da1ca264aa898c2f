import type { Sink } from './log.ts'
import { pretty } from './pretty.ts'

interface Terminal {
  readonly isTTY?: boolean
  write(text: string): unknown
  on(event: 'error', listener: () => void): unknown
}

/** Lines for standard error: for eyes where it is a terminal and the config asks for it, else JSON. */
export function streamSink(stream: Terminal, format: 'json' | 'pretty'): Sink {
  // Whoever read our log may leave; the relay stays.
  stream.on('error', () => {})
  const forEyes = format === 'pretty' && stream.isTTY === true
  return { write: (line) => void stream.write(forEyes ? pretty(line) : line) }
}
