import { listOf, numberOf, objectOf, plan, planWindow, timeOf } from './account-fields.ts'
import { accepted, modelsIn, unreachable } from './ask.ts'
import { compatible } from './compatible.ts'
import { adaptForeign } from './foreign-body.ts'
import { timeIn } from './server-time.ts'
import type { Speech } from './speech.ts'
import { type Answer, deliver, limited, type Meaning, noModel, overloaded, refused, spent } from './verdicts.ts'

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
const dialect: Speech['dialect'] = {
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
}

/** `unit` of a window in the quota page: five hours, or a week. `TIME_LIMIT` counts calls of tools instead. */
const UNITS: Readonly<Record<number, 'five_hours' | 'week'>> = { 3: 'five_hours', 6: 'week' }

/**
 * The plan's quota, which spends nothing to ask. Its page answers 200 to a bad key too, and has answered "401" to
 * good keys, so only the models listing may say no to one.
 */
const glm: Speech = {
  auth: 'bearer',
  dialect,
  rewordings: [[/^1261$/, 'prompt is too long']],
  prepare: (draft) => adaptForeign(draft),
  models: { path: '/api/paas/v4/models', root: true },
  account: {
    path: '/api/monitor/usage/quota/limit',
    root: true,
    bare: true,
    read(json) {
      const limits = listOf(objectOf(json.data).limits).filter(({ type }) => /_LIMIT$/.test(String(type)))
      if (limits.length === 0 || json.success === false) return null
      const windows = limits.flatMap(({ type, unit, percentage, nextResetTime }) => {
        const name = type === 'TIME_LIMIT' ? undefined : UNITS[numberOf(unit) ?? 0]
        const percent = numberOf(percentage)
        return name === undefined
          ? []
          : planWindow(name, percent === null ? null : percent / 100, timeOf(nextResetTime))
      })
      return plan(...windows)
    },
  },
  async test(kit, probe) {
    const account = await kit.account?.(probe)
    const asked = await kit.get(probe, { path: '/api/paas/v4/models', root: true })
    const models = asked.ok && asked.status === 200 ? modelsIn(asked.body) : null
    if (models !== null || account?.ok) return accepted(asked.ok ? asked : { ms: 0 }, null, models?.length ?? 0)
    return asked.ok ? kit.failed(asked, probe) : unreachable(asked.reason)
  },
}

// Its keys look the same, so a key by itself is taken for one of the international house.
export const zai = compatible('zai', { ...glm, recognises: (secret) => /^[0-9a-f]{32}\.[A-Za-z0-9]{16}$/.test(secret) })
export const zhipu = compatible('zhipu', glm)
