import type { Sink } from './log.ts'
import { pretty } from './pretty.ts'

export interface Stream {
  readonly isTTY?: boolean
  write(text: string): unknown
  on(event: 'error', listener: () => void): unknown
}

/** Lines for standard output or error. Where no format is asked for, a terminal gets them for eyes. */
export function streamSink(stream: Stream, format?: 'json' | 'pretty'): Sink {
  // Whoever read our log may leave; the relay stays.
  stream.on('error', () => {})
  const isTerminal = stream.isTTY === true
  const forEyes = format === undefined ? isTerminal : format === 'pretty'
  return { write: (line) => void stream.write(forEyes ? pretty(line, isTerminal) : line) }
}
