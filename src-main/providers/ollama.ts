import { accepted, ask, failedTest, listed, unreachable } from './ask.ts'
import { adaptForeign } from './foreign-body.ts'
import type { Provider } from './provider.ts'
import { toAnthropicError } from './reword.ts'
import { classifier, limited } from './verdicts.ts'

const name = 'Ollama'

/** docs.ollama.com, "Anthropic compatibility": not supported there. `metadata` would only name the device. */
const UNSUPPORTED = new Set(['tool_choice', 'metadata', 'context_management', 'cache_control'])

/** How long its queue is given to get shorter; it says of no wait itself. */
const BUSY_MS = 2_000

/**
 * Ollama's `server/sched.go`: a 503 in these words once more requests wait than OLLAMA_MAX_QUEUE allows. None of
 * them was worked on.
 */
const classify = classifier({
  name,
  codes: {},
  wordings: [[/^server busy, please try again/i, limited('lane', BUSY_MS)]],
})

export const ollama: Provider = {
  type: 'ollama',
  name,
  baseUrl: 'http://localhost:11434',
  needsKey: false,
  /** As of January 2026: the models Ollama's Claude Code guide begins with. Which ones are there, only the machine knows. */
  models: [
    { id: 'qwen3-coder', displayName: 'Qwen3 Coder' },
    { id: 'gpt-oss:20b', displayName: 'gpt-oss 20B' },
    { id: 'glm-4.7:cloud', displayName: 'GLM-4.7 (Ollama cloud)' },
  ],
  roles: { opus: 'qwen3-coder', sonnet: 'qwen3-coder', haiku: 'qwen3-coder' },
  recognises: () => false,
  authorize: () => ({}),
  // One machine, one queue.
  groupOf: () => '*',
  prepare(draft) {
    adaptForeign(draft, UNSUPPORTED)
    // A beta's header and its body field travel together, and the fields are gone.
    delete draft.headers['anthropic-beta']
  },
  countsTokens: false,
  checksThinking: false,
  readLimits: () => null,
  classify,
  reword: (status, body) => toAnthropicError(status, body),
  async test(probe) {
    const asked = await ask(name, probe, '/api/version', {})
    if (!asked.ok) return unreachable(asked.reason)
    if (asked.status !== 200 || !/"version"\s*:\s*"/.test(asked.body))
      return failedTest(classify(asked.status, asked.header, asked.body), name, null)
    const tags = await ask(name, probe, '/api/tags', {})
    return accepted(asked, null, tags.ok ? (listed(tags.body, 'models') ?? 0) : 0)
  },
}
