import { readCredential } from '../../src-shared/domain/credential.ts'
import { text } from '../../src-shared/text/text.ts'
import { accepted } from './ask.ts'
import { adaptClaude } from './claude-elsewhere.ts'
import { compatible } from './compatible.ts'
import { appPass, azPass } from './entra-token.ts'
import { passName } from './pass-name.ts'
import { NoPass } from './passes.ts'
import type { Provider } from './provider.ts'
import { broken, limited, noModel, overloaded, spent } from './verdicts.ts'

const passOf = (secret: string | null): string => passName('entra', secret)

/** A key of the resource as it is; an app registration, or whoever signed in here, by a token of Microsoft Entra ID. */
const authorize: Provider['authorize'] = (secret, { passes }) => {
  const credential = secret === null ? null : readCredential(secret)
  if (secret !== null && credential === null) return { 'x-api-key': secret }
  if (credential !== null && credential.type !== 'entra_app') throw new NoPass(text.clouds.entra.notOne, true)
  const token = passes.of(passOf(secret), async () => {
    const pass = await (credential === null ? azPass(passes.here) : appPass(credential, passes.wall))
    passes.hide(pass.value)
    return pass
  })
  const bearing = (it: string) => ({ authorization: `Bearer ${it}` })
  return typeof token === 'string' ? bearing(token) : token.then(bearing)
}

/**
 * Claude in Microsoft Foundry; a model is the name of a deployment. Errors come from the model in Anthropic's shape and
 * from the door in front of it in Azure's.
 */
export const azure = compatible('azure', {
  auth: authorize,
  passOf,
  countsTokens: true,
  checksThinking: true,
  groupOf: (model) => model.trim().slice(0, 64) || '*',
  prepare: adaptClaude,
  dialect: {
    codes: {
      DeploymentNotFound: noModel,
      api_not_supported: noModel,
      RateLimitReached: limited('lane'),
      NoCapacity: overloaded,
      // Its own door and the model's house did not agree; the key is good (Microsoft Q&A 5854137).
      invalid_model_endpoint_authentication: broken,
    },
    wordings: [[/subscription .*\b(disabled|inactive)\b|inactive subscription|out of call volume quota/i, spent()]],
  },
  /** Counting is free; only a good key is told that a deployment is not there. */
  async test(kit, probe) {
    const model = probe.model ?? 'claude-haiku-4-5'
    const asked = await kit.post(probe, '/v1/messages/count_tokens', {
      model,
      messages: [{ role: 'user', content: 'hi' }],
    })
    if (asked.ok && asked.status === 200 && /"input_tokens"\s*:\s*\d/.test(asked.body)) return accepted(asked, null, 0)
    if (asked.ok && asked.status === 404 && /"DeploymentNotFound"/.test(asked.body)) return accepted(asked, null, 0)
    return kit.failed(asked, probe)
  },
})
