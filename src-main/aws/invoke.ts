import type { Readable } from 'node:stream'
import { members, splice, stringAt, without } from '../bytes/json-members.ts'
import { field, parsed } from '../bytes/sse.ts'
import { asWhole } from '../bytes/through.ts'
import { adaptForeign } from '../providers/foreign-body.ts'
import { ANTHROPIC_ONLY } from '../providers/foreign-request.ts'
import type { Draft } from '../providers/provider.ts'
import { translateFrames } from './bedrock-stream.ts'
import { profileFor, regionIn } from './region.ts'

/** The version of the Messages API that Bedrock's every model knows. */
const VERSION = 'bedrock-2023-05-31'

/** Betas that AWS documents for Claude at Bedrock; it answers 400 to any other. */
const KNOWN =
  /^(computer-use-\d{4}-\d\d-\d\d|token-efficient-tools-2025-02-19|interleaved-thinking-2025-05-14|output-128k-2025-02-19|dev-full-thinking-2025-05-14|context-1m-2025-08-07|fine-grained-tool-streaming-2025-05-14|effort-2025-11-24)$/i

/** What stands elsewhere than in the body there. */
const MOVED = new Set(['model', 'stream', ...ANTHROPIC_ONLY])

/**
 * A request of the Messages API as one of Bedrock's: the model and whether it streams go into the path, the version
 * and the betas into the body. Its stream comes back in frames.
 */
export function toInvoke(draft: Draft): void {
  const [path] = draft.path.split('?')
  const counts = path === '/v1/messages/count_tokens'
  adaptForeign(draft)
  const found = members(draft.body)
  if (!found || (path !== '/v1/messages' && !counts)) return
  const at = found.get('model')
  const asked = at && stringAt(draft.body, at.valueStart, at.valueEnd)
  const streams = found.get('stream')
  const isStream = streams !== undefined && draft.body[streams.valueStart] === LETTER_T
  const model = encodeURIComponent(profiled(asked ?? '', draft.baseUrl === undefined ? null : regionIn(draft.baseUrl)))
  draft.body = withHead(splice(draft.body, without(found, MOVED)), head(draft, counts && !found.has('max_tokens')))
  for (const name of Object.keys(draft.headers)) if (name.startsWith('anthropic-')) delete draft.headers[name]
  if (counts) {
    draft.path = `/model/${model}/count-tokens`
    draft.body = Buffer.from(JSON.stringify(countBody(draft.body)))
    draft.translate = (contentType, body) => ({ contentType, body: counted(body) })
    return
  }
  draft.path = `/model/${model}/${isStream ? 'invoke-with-response-stream' : 'invoke'}`
  if (isStream) draft.headers.accept = FRAMES
  draft.translate = (contentType, body) =>
    contentType.toLowerCase().startsWith(FRAMES)
      ? { contentType: 'text/event-stream', body: translateFrames(body) }
      : { contentType, body }
}

/** What `CountTokens` is asked: the body of an `InvokeModel` in base64. */
export const countBody = (body: Buffer): object => ({ input: { invokeModel: { body: body.toString('base64') } } })

const FRAMES = 'application/vnd.amazon.eventstream'
const LETTER_T = 0x74

/** A model alone can seldom be asked; the inference profile of the address's part of the world can. */
function profiled(model: string, region: string | null): string {
  const plain = model.replace(/\[\w+\]$/, '')
  if (plain.startsWith('claude-')) return `${profileFor(region)}.anthropic.${plain}`
  return plain.startsWith('anthropic.') ? `${profileFor(region)}.${plain}` : plain
}

function head({ headers }: Draft, needsMost: boolean): string {
  const betas = [headers['anthropic-beta'] ?? []]
    .flat()
    .flatMap((it) => it.split(','))
    .map((it) => it.trim())
    .filter((it) => KNOWN.test(it))
  const beta = betas.length === 0 ? '' : `,"anthropic_beta":${JSON.stringify([...new Set(betas)])}`
  return `"anthropic_version":"${VERSION}"${needsMost ? ',"max_tokens":1' : ''}${beta}`
}

/** Members put first; what the client wrote of them itself would be there twice, and goes. */
function withHead(body: Buffer, text: string): Buffer {
  const plain = splice(body, without(members(body) ?? new Map(), new Set(['anthropic_version', 'anthropic_beta'])))
  const open = plain.indexOf('{') + 1
  const empty = members(plain)?.size === 0
  return splice(plain, [{ start: open, end: open, text: empty ? text : `${text},` }])
}

/** `{"inputTokens":7}` as the Messages API has it; anything else as it is. */
const counted = (body: Readable): Readable =>
  asWhole(body, (whole) => {
    const tokens = field(parsed(whole.toString('utf8')), 'inputTokens')
    return typeof tokens === 'number' ? JSON.stringify({ input_tokens: tokens }) : whole
  })
