import type { Act } from '../../playground/script.ts'
import * as acts from '../../playground/script.ts'

/** How a session of the real client must go. */
export type Expected =
  /** It succeeds, and the client never learns that anything was wrong. */
  | 'unseen'
  /** It succeeds after the client's own retry, or after the wait it was told. */
  | 'retried'
  /** The client ends within 15 s, with a message that says what happened and, where somebody can mend it, how. */
  | { readonly told: RegExp }

export interface Row {
  readonly name: string
  readonly act: Act
  /** Which requests upstream it happens to; `all`: every one, whatever the key. */
  readonly times: number | 'all'
  /** At the session's first turn, or at the one after its tool has run. */
  readonly turn: 'first' | 'after the tool'
  readonly expected: Expected
  readonly env?: Readonly<Record<string, string>>
}

const anthropic = (type: string, message: string) => ({ type: 'error', error: { type, message } })

/** A wait longer than the client's own patience. */
const away = (why: string): RegExp =>
  new RegExp(`No key in CC Relay can answer this for 1:00:00. Add or replace one .* or try again then. .*${why}`)

/** What the client itself says of a model that is not there, or not for these keys. */
const NO_MODEL = /There's an issue with the selected model .* Run --model to pick a different model/

/** Free to be asked again elsewhere: nothing was done for the request. */
const free: readonly (readonly [name: string, act: Act, told: RegExp])[] = [
  ['400 credit', acts.outOfCredit(), away('No credit left at Anthropic')],
  [
    '401',
    acts.status(401, anthropic('authentication_error', 'invalid x-api-key')),
    /No key in CC Relay can be used. Replace or enable one.*does not accept this key/,
  ],
  [
    '402',
    acts.status(402, anthropic('billing_error', 'Your organization has no credit left.')),
    away('No credit left at Anthropic'),
  ],
  [
    '403',
    acts.status(403, anthropic('permission_error', 'Your API key does not have permission to use this model.')),
    NO_MODEL,
  ],
  ['404', acts.status(404, anthropic('not_found_error', 'model: claude-opus-4-8')), NO_MODEL],
  ['429, an hour', acts.limited(3600), away('requests used up until')],
]

/** Faults that pass by themselves: the client has its own patience for them. */
const passing: readonly (readonly [name: string, act: Act])[] = [
  ['500', acts.status(500, anthropic('api_error', 'Internal server error'))],
  ['502 HTML', acts.html(502)],
  ['503', acts.status(503, anthropic('api_error', 'Service unavailable'))],
  ['529', acts.overloaded()],
  ['reset before headers', acts.resetsBeforeHeaders()],
  ['reset after headers', acts.resetsAfterHeaders()],
  ['SSE error first', acts.errorFirst()],
]

const THOUGHTLESS = { CLAUDE_CODE_DISABLE_THINKING: '1' }

const turns = ['first', 'after the tool'] as const

/** A connection that carried the first turn may have gone stale, so its reset is mended before any key is blamed. */
const untilTold = (name: string, turn: Row['turn']): number =>
  name === 'reset before headers' && turn === 'after the tool' ? 3 : 2

export const rows: readonly Row[] = [
  ...turns.flatMap((turn): Row[] => [
    ...free.map(([name, act]): Row => ({ name, act, times: 2, turn, expected: 'unseen' })),
    { name: '429 without retry-after', act: acts.limited(null), times: 2, turn, expected: 'unseen' },
    ...passing.map(([name, act]): Row => ({ name, act, times: 1, turn, expected: 'unseen' })),
    { name: '20 s first byte', act: acts.slowFirstByte(20_000), times: 1, turn, expected: 'unseen' },
    // At every key for as long as the relay tries, and gone when the client comes back.
    ...passing.map(([name, act]): Row => ({ name, act, times: untilTold(name, turn), turn, expected: 'retried' })),
    { name: '429, 9 s', act: acts.limited(9), times: 3, turn, expected: 'retried' },
    { name: 'cut mid-text', act: acts.cutsMidText(), times: 1, turn, expected: 'retried', env: THOUGHTLESS },
    // Of an answer with a whole block in it the client 2.1.197 keeps what there is, and asks no second time.
    {
      ...{ name: 'cut mid-text after a thought', act: acts.cutsMidText(), times: 1, turn },
      expected: { told: /The connection to Anthropic was lost before its answer was complete/ },
    },
  ]),
  { name: 'cut after a tool call', act: acts.cutsAfterTool(), times: 1, turn: 'first', expected: 'unseen' },
  ...free.map(([name, act, told]): Row => ({ name, act, times: 'all', turn: 'first', expected: { told } })),
  { name: '429 without retry-after', act: acts.limited(null), times: 3, turn: 'first', expected: 'retried' },
]

export const titleOf = ({ name, times, turn, expected }: Row): string => {
  const where = times === 'all' ? 'at every key' : `${times === 1 ? 'once' : `${times} times`}`
  const how = expected === 'unseen' ? 'unseen' : expected === 'retried' ? 'retried' : 'told'
  return `${name}, ${where}, ${turn === 'first' ? 'at the first turn' : 'after the tool'}: ${how}`
}
