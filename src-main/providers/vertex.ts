import { members, splice, topString, without } from '../bytes/json-members.ts'
import { accepted } from './ask.ts'
import { adaptClaude } from './claude-elsewhere.ts'
import { claudeGroup } from './claude-models.ts'
import { compatible } from './compatible.ts'
import { withMember } from './foreign-request.ts'
import { googlePass } from './google-login.ts'
import { passName } from './pass-name.ts'
import type { Draft, Provider } from './provider.ts'
import { type Answer, broken, limited, named, noModel, overloaded, spent } from './verdicts.ts'

/** Google, "Use Anthropic's Claude models": the version stands in the body. */
const VERSION = 'vertex-2023-10-16'
const COUNTING = '/count-tokens:rawPredict'

/** The quota that a 429 names: `online_prediction_input_tokens_per_minute_per_base_model`. */
function dimension(answer: Answer) {
  const quota = /_(input_tokens|output_tokens|requests)_per_/.exec(answer.error.message ?? '')?.[1]
  if (quota === 'input_tokens') return 'itpm'
  if (quota === 'output_tokens') return 'otpm'
  return quota === 'requests' ? 'rpm' : named(answer)
}

/** Ids with a day have it behind an at sign: `claude-haiku-4-5@20251001`. */
const vertexModel = (model: string): string => model.replace(/-(\d{8})$/, '@$1')

/** The model and whether it streams stand in the path; the version in the body, and not in a header. */
function toRawPredict(draft: Draft): void {
  const [path] = draft.path.split('?')
  if (path !== '/v1/messages' && path !== '/v1/messages/count_tokens') return
  adaptClaude(draft)
  delete draft.headers['anthropic-version']
  withMember(draft, 'anthropic_version', JSON.stringify(VERSION))
  const model = topString(draft.body, 'model')
  const found = members(draft.body)
  if (model === null || found === null) return
  if (path === '/v1/messages/count_tokens') {
    // claude-code issue 11154: it knows no betas at all.
    delete draft.headers['anthropic-beta']
    draft.path = COUNTING
    draft.body = splice(draft.body, renamed(found.get('model'), vertexModel(model)))
    return
  }
  const stream = found.get('stream')
  const streams = stream !== undefined && draft.body.toString('utf8', stream.valueStart, stream.valueEnd) === 'true'
  draft.path = `/${encodeURIComponent(vertexModel(model))}:${streams ? 'streamRawPredict' : 'rawPredict'}`
  draft.body = splice(draft.body, without(found, new Set(['model'])))
}

const renamed = (at: { valueStart: number; valueEnd: number } | undefined, model: string) =>
  at ? [{ start: at.valueStart, end: at.valueEnd, text: JSON.stringify(model) }] : []

const passOf = (secret: string | null): string => passName('google', secret)

const authorize: Provider['authorize'] = (secret, { passes }) =>
  passes.of(passOf(secret), async () => {
    const pass = await googlePass(secret, passes.here, passes.wall)
    passes.hide(pass.value.authorization.replace('Bearer ', ''))
    return pass
  })

/** Claude on Google's Vertex AI. Errors come in Anthropic's shape or, from the door itself, in Google's. */
export const vertex = compatible('vertex', {
  auth: authorize,
  passOf,
  countsTokens: true,
  checksThinking: true,
  groupOf: claudeGroup,
  prepare: toRawPredict,
  recognises: (secret) => /"type"\s*:\s*"service_account"/.test(secret),
  dialect: {
    codes: { 503: overloaded, 499: broken },
    wordings: [
      [/requires billing to be enabled|billing account .* disabled/i, spent()],
      [/^publisher model .* (was )?not found/i, noModel],
      [/^quota exceeded|^resource (has been )?exhausted/i, limited('lane', null, dimension)],
    ],
    dimension,
  },
  /** Counting is free; a model that is not there is the project's business and says that the credential is good. */
  async test(kit, probe) {
    const model = vertexModel(probe.model ?? 'claude-haiku-4-5@20251001')
    const asked = await kit.post(probe, COUNTING, {
      anthropic_version: VERSION,
      model,
      messages: [{ role: 'user', content: 'hi' }],
    })
    if (asked.ok && asked.status === 200 && /"input_tokens"\s*:\s*\d/.test(asked.body)) return accepted(asked, null, 0)
    if (asked.ok && asked.status === 404 && /publisher model/i.test(asked.body)) return accepted(asked, null, 0)
    return kit.failed(asked, probe)
  },
})
