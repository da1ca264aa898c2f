import { accepted, ask, failedTest, listed, unreachable } from './ask.ts'
import { plainName } from './claude-models.ts'
import { readError } from './error-body.ts'
import { adaptForeign } from './foreign-body.ts'
import type { Probe, Provider } from './provider.ts'
import { toAnthropicError } from './reword.ts'
import { timeIn } from './server-time.ts'
import {
  type Answer,
  classifier,
  deliver,
  limited,
  type Meaning,
  noModel,
  overloaded,
  refused,
  spent,
} from './verdicts.ts'

const name = 'Z.AI'

/** Z.AI states reset times in China Standard Time, in every language. */
const CST = 8
const CONCURRENCY_MS = 5_000
const FAIR_USE_MS = 30 * 60_000

const resetIn = ({ error }: Answer) => timeIn(error.message ?? '', CST)

/** A used-up window of the plan: until the time it names; unnamed, it is a limit like any other. */
const window: Meaning = (answer) => (resetIn(answer) === null ? limited('domain')(answer) : spent(resetIn)(answer))

/** A stumble over how many or how often: gone in seconds, and no retry-after is sent. */
const stumble = limited('lane', CONCURRENCY_MS)

/**
 * Z.AI, "Error codes" (docs.z.ai, docs.bigmodel.cn; August 2026). The status means little there: 429 is also
 * "no balance" and "account locked".
 */
const classify = classifier({
  name,
  codes: {
    401: refused,
    1000: refused,
    1001: refused,
    1002: refused,
    1003: refused,
    1004: refused,
    1110: refused,
    1111: refused,
    1112: refused,
    1113: spent(),
    1121: refused,
    1211: noModel,
    1220: noModel,
    1261: deliver,
    1301: deliver,
    1302: stumble,
    1303: stumble,
    1304: window,
    1305: stumble,
    1308: window,
    1309: spent(),
    1310: window,
    1311: noModel,
    1312: overloaded,
    1313: limited('domain', FAIR_USE_MS),
  },
  wordings: [],
})

export const zai: Provider = {
  type: 'zai',
  name,
  baseUrl: 'https://api.z.ai/api/anthropic',
  needsKey: true,
  /** As of August 2026 (docs.z.ai, Claude Code guide and launchers' presets). */
  models: [
    { id: 'glm-5.3', displayName: 'GLM-5.3' },
    { id: 'glm-5.3-flash', displayName: 'GLM-5.3 Flash' },
    { id: 'glm-5.2', displayName: 'GLM-5.2' },
    { id: 'glm-5.1', displayName: 'GLM-5.1' },
    { id: 'glm-5-turbo', displayName: 'GLM-5 Turbo' },
    { id: 'glm-4.7', displayName: 'GLM-4.7' },
    { id: 'glm-4.5-air', displayName: 'GLM-4.5 Air' },
  ],
  roles: { opus: 'glm-5.3', sonnet: 'glm-5.3', haiku: 'glm-4.5-air' },
  recognises: (secret) => /^[0-9a-f]{32}\.[A-Za-z0-9]{16}$/.test(secret),
  authorize: (secret) => (secret === null ? {} : { authorization: `Bearer ${secret}` }),
  groupOf: plainName,
  prepare: (draft) => adaptForeign(draft),
  // Not documented there; an estimate costs nothing and cannot fail.
  countsTokens: false,
  checksThinking: false,
  readLimits: () => null,
  classify,
  reword: (status, body) => toAnthropicError(status, body, [[/^1261$/, 'prompt is too long']]),
  /**
   * The plan's quota, which spends nothing. It answers 200 to a bad key too, and has answered "401" to good
   * keys, so only the models listing may say no.
   */
  async test(probe) {
    const root = { ...probe, baseUrl: rootOf(probe) }
    const bare: Record<string, string> = probe.secret === null ? {} : { authorization: probe.secret }
    const quota = await ask(name, root, '/api/monitor/usage/quota/limit', bare)
    const asked = await ask(name, root, '/api/paas/v4/models', zai.authorize(probe.secret))
    const models = asked.ok && asked.status === 200 ? listed(asked.body, 'data') : null
    if (quota.ok && quota.status === 200 && isQuota(quota.body)) return accepted(quota, null, models ?? 0)
    if (!asked.ok) return unreachable(asked.reason)
    if (models !== null) return accepted(asked, null, models)
    return failedTest(classify(asked.status, asked.header, asked.body), name, probe.secret)
  },
}

/** Where the account's own endpoints are: beside the Anthropic-format door, at the same host. */
const rootOf = (probe: Probe): string => probe.baseUrl.replace(/\/+$/, '').replace(/\/api\/anthropic$/, '')

const isQuota = (body: string): boolean => /_LIMIT"/.test(body) && readError(body).code === null
