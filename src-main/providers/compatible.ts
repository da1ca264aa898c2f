import type { Preset } from '../../src-shared/domain/presets/preset.ts'
import { presets } from '../../src-shared/domain/presets/presets.ts'
import type { ChosenType } from '../../src-shared/domain/provider.ts'
import { plainName } from './claude-models.ts'
import { adaptForeign } from './foreign-body.ts'
import { ANTHROPIC_ONLY, plainThinking } from './foreign-request.ts'
import type { Draft, Provider } from './provider.ts'
import { kitOf } from './questions.ts'
import { toAnthropicError } from './reword.ts'
import type { Speech } from './speech.ts'
import { classifier } from './verdicts.ts'

/** A provider of Anthropic's format that is not Anthropic, from its preset and its way of speaking. */
export function compatible(type: ChosenType, speech: Speech): Provider {
  const preset: Preset = presets[type]
  const classify = classifier({ codes: {}, wordings: [], ...speech.dialect, name: preset.name })
  const authorize = authorizer(speech.auth)
  const kit = kitOf(preset, speech, authorize, classify)
  return {
    type,
    name: preset.name,
    baseUrl: preset.addresses[0] ?? '',
    needsKey: preset.key === 'needed',
    models: preset.models,
    roles: preset.roles,
    recognises: speech.recognises ?? (() => false),
    authorize,
    passOf: speech.passOf,
    groupOf: speech.groupOf ?? plainName,
    prepare: speech.prepare ?? adapt,
    countsTokens: speech.countsTokens ?? false,
    checksThinking: speech.checksThinking ?? false,
    readLimits: () => null,
    classify,
    reword: (status, body) => toAnthropicError(status, body, speech.rewordings),
    test: (probe) => speech.test?.(kit, probe) ?? kit.test(probe),
    list: kit.list,
    account: kit.account,
  }
}

/** The usual way out: what only Anthropic knows is left out, and so are the betas that ask for it. */
export function adapt(draft: Draft): void {
  adaptForeign(draft, ANTHROPIC_ONLY)
  plainThinking(draft)
  // A beta's header and its body field travel together.
  delete draft.headers['anthropic-beta']
}

/** `both`: for servers of which we do not know which header they read; Claude Code's own key helper does the same. */
const authorizer = (auth: Speech['auth']): Provider['authorize'] => (typeof auth === 'function' ? auth : byHeader(auth))

const byHeader =
  (auth: Exclude<Speech['auth'], Provider['authorize']>): Provider['authorize'] =>
  (secret) => {
    if (secret === null) return {}
    const bearer = { authorization: `Bearer ${secret}` }
    if (auth === 'bearer') return bearer
    return auth === 'both' ? { ...bearer, 'x-api-key': secret } : { [auth]: secret }
  }
