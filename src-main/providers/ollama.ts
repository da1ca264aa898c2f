import { numberOf, objectOf, plan, planWindow, timeOf } from './account-fields.ts'
import { accepted, modelsIn } from './ask.ts'
import { compatible } from './compatible.ts'
import { adaptForeign } from './foreign-body.ts'
import { plainThinking } from './foreign-request.ts'
import type { Draft } from './provider.ts'
import type { Speech } from './speech.ts'
import { limited, type Wording } from './verdicts.ts'

/** docs.ollama.com, "Anthropic compatibility": not supported there. `metadata` would only name the device. */
const UNSUPPORTED = new Set(['tool_choice', 'metadata', 'context_management', 'cache_control'])

/** The plan says no time; its account page has none either. */
const PLAN_MS = 30 * 60_000

/** How long its queue is given to get shorter; it says of no wait itself. */
const BUSY_MS = 2_000

/**
 * Ollama's `server/sched.go`: a 503 in these words once more requests wait than OLLAMA_MAX_QUEUE allows. None of
 * them was worked on.
 */
const busy: Wording = [/^server busy, please try again/i, limited('lane', BUSY_MS)]

const tags = { path: '/api/tags' }

function prepare(draft: Draft): void {
  adaptForeign(draft, UNSUPPORTED)
  plainThinking(draft)
  // A beta's header and its body field travel together, and the fields are gone.
  delete draft.headers['anthropic-beta']
}

const speech: Speech = { auth: 'bearer', prepare, models: tags }

export const ollama = compatible('ollama', {
  ...speech,
  dialect: { wordings: [busy] },
  // One machine, one queue.
  groupOf: () => '*',
  async test(kit, probe) {
    const asked = await kit.get(probe, { path: '/api/version' })
    if (!asked.ok || asked.status !== 200 || !/"version"\s*:\s*"/.test(asked.body)) return kit.failed(asked, probe)
    const listed = await kit.get(probe, tags)
    return accepted(asked, null, listed.ok ? (modelsIn(listed.body)?.length ?? 0) : 0)
  },
})

/** ollama.com, which takes the key as a bearer only and counts by plan. */
export const ollamaCloud = compatible('ollama_cloud', {
  ...speech,
  groupOf: () => '*',
  dialect: { wordings: [[/usage limit/i, limited('domain', PLAN_MS)]] },
  account: {
    path: '/api/usage',
    read(json) {
      const { session, weekly, monthly } = objectOf(json.limits)
      const window = (name: 'session' | 'week' | 'month', it: unknown) =>
        planWindow(name, numberOf(objectOf(it).usage), timeOf(objectOf(it).resets_at))
      return plan(...window('session', session), ...window('week', weekly), ...window('month', monthly))
    },
  },
})
