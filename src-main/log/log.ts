import { pino } from 'pino'
import type { Config } from '../../src-shared/config/schema.ts'
import type { Fields, Log } from '../ports.ts'
import { isSensitive, type Redactor, STRUCK } from '../secrets/redact.ts'

export type Level = Config['logging']['level']

/** Takes whole lines, each with its line break. Never throws: a full disk must not stop the relay. */
export interface Sink {
  write(line: string): void
}

export interface LiveLog extends Log {
  /** In force from the next line on. */
  setLevel(level: Level): void
}

/**
 * One JSON object a line: level, time (ISO 8601, UTC), the fields, `msg`. Fields are an allow-list by
 * type; the redactor goes over every text all the same, and a field with a sensitive name is struck out.
 */
export function createLog(sink: Sink, level: Level, redactor: Pick<Redactor, 'text'>): LiveLog {
  const out = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    sink,
  )
  const line = (name: Level) => (fields: Fields, message: string) => {
    if (out.isLevelEnabled(name)) out[name](safe(fields, redactor), redactor.text(message))
  }
  return {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    setLevel: (next) => {
      out.level = next
    },
  }
}

function safe(fields: Fields, redactor: Pick<Redactor, 'text'>): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue
    if (typeof value !== 'string') out[name] = value
    else out[name] = isSensitive(name) ? STRUCK : redactor.text(value)
  }
  return out
}
