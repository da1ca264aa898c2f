import { accepted, modelsIn } from './ask.ts'
import { chat, reasonsByName } from './openai-like.ts'
import { noModel, refused } from './verdicts.ts'

const catalogue = { path: '/catalog/models', root: true } as const

/** docs.github.com, "GitHub Models" (REST): the catalogue is for everybody; a token needs `models:read`. */
export const githubModels = chat('github_models', {
  recognises: (secret) => /^github_pat_\w{20,}$/.test(secret),
  chat: { reasons: reasonsByName, thinking: 'left out', files: false, plainSchemas: false, cacheKey: false },
  models: catalogue,
  dialect: {
    codes: { unauthorized: refused, unknown_model: noModel },
    wordings: [[/models:read|permission is required|not accessible by/i, refused]],
  },
  rewordings: [[/^tokens_limit_reached$/, 'prompt is too long']],
  /** A model that is nowhere: a good token is told so, a bad one is turned away, and nothing is spent. */
  async test(kit, probe) {
    const asked = await kit.get(probe, catalogue)
    const listed = asked.ok && asked.status === 200 ? modelsIn(asked.body) : null
    if (listed === null || !asked.ok) return kit.failed(asked, probe)
    const body = { model: 'nobody/none', messages: [{ role: 'user', content: 'hi' }] }
    const failed = kit.failed(await kit.post(probe, '/chat/completions', body), probe)
    return failed.verdict === 'refused' ? failed : accepted(asked, null, listed.length)
  },
})
