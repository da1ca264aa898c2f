import { minuteOf, saidWait } from './chat-limits.ts'
import type { Speech } from './speech.ts'
import { deliver, overloaded, refused, spent, unfit, type Wording } from './verdicts.ts'

const BUSY: Wording = [/^(the|our|that) (engine|model|server|service)s? (is|are) (currently )?overloaded/i, overloaded]

/** No minute there is long enough for it: to wait would be in vain. */
const TOO_LARGE: Wording = [/^request too large for /i, unfit]

/** OpenAI, "Error codes"; others took them over. A context that is too long is the client's to mend. */
const dialect: NonNullable<Speech['dialect']> = {
  codes: {
    billing_not_active: spent(),
    account_deactivated: refused,
    server_is_overloaded: overloaded,
    slow_down: overloaded,
    service_unavailable_error: overloaded,
    context_length_exceeded: deliver,
  },
  wordings: [],
  dimension: minuteOf,
  waitIn: saidWait,
}

const TOO_LONG = [
  /^context_length_exceeded$|maximum context length|exceeds the context window/i,
  'prompt is too long',
] as const

/** How a server of OpenAI's kind words its refusals, with what is its own. */
export const inOpenaisWords = (
  own: Pick<Speech, 'dialect' | 'rewordings'>,
): Pick<Speech, 'dialect' | 'rewordings'> => ({
  dialect: {
    ...dialect,
    ...own.dialect,
    codes: { ...dialect.codes, ...own.dialect?.codes },
    wordings: [...(own.dialect?.wordings ?? []), TOO_LARGE, BUSY],
  },
  rewordings: [TOO_LONG, ...(own.rewordings ?? [])],
})
