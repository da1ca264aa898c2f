import { accepted, modelsIn } from './ask.ts'
import { compatible } from './compatible.ts'
import type { Kit, Speech } from './speech.ts'
import { noModel, overloaded, refused } from './verdicts.ts'

const models = { path: '/v1/models' }

/** One machine, one queue. */
const own: Speech = { auth: 'both', models, groupOf: () => '*' }

/** lmstudio.ai, "Anthropic compatibility": a key only where the server asks for one. */
export const lmstudio = compatible('lmstudio', {
  ...own,
  dialect: {
    codes: { model_not_found: noModel },
    wordings: [
      [/still loading/i, overloaded],
      [/^(failed to load model|no models loaded|model .* not found)/i, noModel],
    ],
  },
  rewordings: [[/context (length|overflow)|context the overflows/i, 'prompt is too long']],
})

/** llama.cpp, tools/server/README: the listing is for everybody, so a key is shown where it counts, and costs nothing. */
export const llamacpp = compatible('llamacpp', {
  ...own,
  countsTokens: true,
  dialect: { codes: { unavailable_error: overloaded } },
  rewordings: [[/exceeds the available context size/i, 'prompt is too long']],
  async test(kit: Kit, probe) {
    const asked = await kit.get(probe, models)
    const listed = asked.ok && asked.status === 200 ? modelsIn(asked.body) : null
    if (listed === null || !asked.ok) return kit.failed(asked, probe)
    if (probe.secret === null) return accepted(asked, null, listed.length)
    const body = { model: listed[0]?.id ?? 'any', messages: [{ role: 'user', content: 'hi' }] }
    const counted = await kit.post(probe, '/v1/messages/count_tokens', body)
    const failed = kit.failed(counted, probe)
    return failed.verdict === 'refused' ? failed : accepted(asked, null, listed.length)
  },
})

/** docs.vllm.ai: errors in Anthropic's shape or, from the server around it, in OpenAI's. */
export const vllm = compatible('vllm', {
  ...own,
  countsTokens: true,
  dialect: {
    codes: { NotFoundError: noModel, Unauthorized: refused },
    wordings: [
      [/^unauthorized$/i, refused],
      [/^the model `[^`]*` does not exist/i, noModel],
    ],
  },
  rewordings: [[/maximum context length/i, 'prompt is too long']],
})

/** Any address of the format. Where it lists no models, one token tells. */
export const custom = compatible('custom', { auth: 'both', models })
