import { createHash } from 'node:crypto'
import { parsed } from '../bytes/sse.ts'
import { type Fields, fieldsOf, isFields, textOf } from './values.ts'

/** A request's body; `null` where it is no JSON object. */
export function askedIn(body: Buffer): Fields | null {
  const value = parsed(body.toString('utf8'))
  return isFields(value) ? value : null
}

/** The steps of effort that every server which knows any has, and one that some have above them. */
export type Effort = 'low' | 'medium' | 'high' | 'xhigh'

const EFFORTS: Readonly<Record<string, Effort>> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'xhigh',
  max: 'xhigh',
}

/** The effort asked for, as far as there is as much; else what the thinking budget amounts to. */
export function effortOf(asked: Fields, most: 'high' | 'xhigh' = 'high'): Effort | undefined {
  const wanted = EFFORTS[textOf(fieldsOf(asked.output_config).effort)]
  const stated = wanted === 'xhigh' ? most : wanted
  const { type, budget_tokens: budget } = fieldsOf(asked.thinking)
  if (stated !== undefined || type !== 'enabled' || typeof budget !== 'number') return stated
  if (budget < 4_096) return 'low'
  return budget < 16_384 ? 'medium' : 'high'
}

/** Whether thinking is to be shown. */
export const thinks = (asked: Fields): boolean =>
  ['enabled', 'adaptive', 'between_tools'].includes(textOf(fieldsOf(asked.thinking).type))

/** The words at which the text is to end. */
export const stopsOf = (asked: Fields): readonly string[] =>
  Array.isArray(asked.stop_sequences) ? asked.stop_sequences.filter((it) => typeof it === 'string' && it !== '') : []

/** The shape that the answer is to have, as a JSON schema; `undefined`: any. */
export function shapeOf(asked: Fields): unknown {
  const { type, schema } = fieldsOf(fieldsOf(asked.output_config).format ?? asked.output_format)
  return type === 'json_schema' ? schema : undefined
}

/** One conversation, one key; a digest, because what Claude Code states there names the user's machine. */
export function cacheKeyOf(asked: Fields): string | undefined {
  const user = textOf(fieldsOf(asked.metadata).user_id)
  return user === '' ? undefined : createHash('sha256').update(user).digest('hex').slice(0, 32)
}
