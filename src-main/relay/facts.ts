import { type Members, members, type Range, stringAt, Words } from '../bytes/json-members.ts'
import { BLOCK_WORDS, type Features, featuresOf } from '../catalogue/features.ts'
import { THOUGHT_WORDS } from '../thinking/foreign-thinking.ts'

/** What the relay reads of a request's body; the rest stays bytes. */
export interface Facts {
  readonly model: string
  /** Where the model's value stands, quotes included. */
  readonly modelAt: Range
  readonly stream: boolean
  /** Size without base64 data: pictures cost tokens by their area, not by their bytes. */
  readonly bytes: number
  /** What it asks of a model. */
  readonly features: Features
  /** Where its members stand. */
  readonly top: Members
  /** It may hold thinking. */
  readonly thoughts: boolean
}

/** `not_json`: no JSON object, or a member named twice. `no_model`: no name to route by. */
export function factsOf(body: Buffer): Facts | 'not_json' | 'no_model' {
  const words = new Words(SOUGHT)
  const found = members(body, words)
  if (!found) return 'not_json'
  const at = found.get('model')
  const model = at && stringAt(body, at.valueStart, at.valueEnd)
  if (!at || !model) return 'no_model'
  const stream = found.get('stream')
  return {
    model,
    modelAt: { start: at.valueStart, end: at.valueEnd },
    stream: stream !== undefined && body.toString('latin1', stream.valueStart, stream.valueEnd) === 'true',
    bytes: body.length - base64Bytes(body, words.of(MARK)),
    features: featuresOf(body, found, words),
    top: found,
    thoughts: THOUGHT_WORDS.some((word) => words.of(word).length > 0),
  }
}

const MARK = 'base64'
const SOUGHT = [...BLOCK_WORDS, ...THOUGHT_WORDS, MARK]
/** Between the mark and the data stands at most a media type. */
const REACH = 200

/** Sums what follows `"type":"base64" … "data":"` in compact JSON; what is written otherwise counts as text. */
function base64Bytes(body: Buffer, marks: readonly number[]): number {
  let sum = 0
  for (const mark of marks) {
    const data = /"data"\s*:\s*"/.exec(body.toString('latin1', mark, mark + REACH))
    if (!data) continue
    const start = mark + data.index + data[0].length
    const end = body.indexOf(0x22, start)
    if (end > 0) sum += end - start
  }
  return sum
}
