import { members, type Range, stringAt } from '../bytes/json-members.ts'
import { type Features, featuresOf } from '../catalogue/features.ts'

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
}

/** `not_json`: no JSON object, or a member named twice. `no_model`: no name to route by. */
export function factsOf(body: Buffer): Facts | 'not_json' | 'no_model' {
  const found = members(body)
  if (!found) return 'not_json'
  const at = found.get('model')
  const model = at && stringAt(body, at.valueStart, at.valueEnd)
  if (!at || !model) return 'no_model'
  const stream = found.get('stream')
  return {
    model,
    modelAt: { start: at.valueStart, end: at.valueEnd },
    stream: stream !== undefined && body.toString('latin1', stream.valueStart, stream.valueEnd) === 'true',
    bytes: body.length - base64Bytes(body),
    features: featuresOf(body, found),
  }
}

const MARK = '"base64"'
/** Between the mark and the data stands at most a media type. */
const REACH = 200

/** Sums what follows `"type":"base64" … "data":"` in compact JSON; what is written otherwise counts as text. */
function base64Bytes(body: Buffer): number {
  let sum = 0
  let from = body.indexOf(MARK)
  while (from >= 0) {
    const window = body.toString('latin1', from, from + REACH)
    const data = /"data"\s*:\s*"/.exec(window)
    if (data) {
      const start = from + data.index + data[0].length
      const end = body.indexOf(0x22, start)
      if (end < 0) break
      sum += end - start
      from = end
    }
    from = body.indexOf(MARK, from + 1)
  }
  return sum
}
