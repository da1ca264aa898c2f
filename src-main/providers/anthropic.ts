import { presets } from '../../src-shared/domain/presets/presets.ts'
import { text } from '../../src-shared/text/text.ts'
import { anthropicLimits, emptied, organizationOf } from './anthropic-limits.ts'
import { accepted, ask, failedTest, listing, modelsIn, unreachable } from './ask.ts'
import { claudeGroup } from './claude-models.ts'
import type { Probe, Provider } from './provider.ts'
import { nextMonth, timeIn } from './server-time.ts'
import type { Speech } from './speech.ts'
import { type Answer, classifier, limited, named, refused, spent } from './verdicts.ts'

const monthEnd = ({ at }: Answer) => (at === null ? null : nextMonth(at))
const regained = ({ error }: Answer) => timeIn(/regain access on (.*)/i.exec(error.message ?? '')?.[1] ?? '', 0)

/** How another house lets Anthropic's API be asked, and words what it turns down before that. */
interface Door {
  readonly authorize?: Provider['authorize']
  readonly dialect?: Speech['dialect']
}

const apiKey: Provider['authorize'] = (secret) => (secret === null ? {} : { 'x-api-key': secret })

/** The Messages API as Anthropic itself serves it, for whoever serves it the same way under another `name`. */
export function anthropicDialect(
  name: string,
  { authorize = apiKey, dialect: door }: Door = {},
): Omit<Provider, 'type' | 'baseUrl' | 'models' | 'recognises'> {
  /** Anthropic, "Errors" and "Rate limits"; codes from the `ErrorDetails` types of its SDK 1.12.0. */
  const classify = classifier({
    ...door,
    name,
    codes: {
      ...door?.codes,
      enforced_spend_limit_reached: spent(monthEnd),
      contract_spend_limit_reached: spent(monthEnd),
      ramp_limit_exceeded: limited('domain', null, () => null),
      organization_on_hold: refused,
      claude_code_key_creator_not_member: refused,
    },
    wordings: [
      [/^your credit balance is too low/i, spent()],
      [/^you have reached your specified (workspace )?api usage limits/i, spent(regained)],
      [/^this organization has been disabled/i, refused],
    ],
    dimension: (answer) => named(answer) ?? emptied(answer.header),
  })
  const models = (probe: Probe) =>
    ask(name, probe, { path: '/v1/models?limit=1000', headers: { 'anthropic-version': '2023-06-01' } }, authorize)
  return {
    name,
    needsKey: true,
    roles: null,
    authorize,
    groupOf: claudeGroup,
    prepare: () => {},
    countsTokens: true,
    checksThinking: true,
    readLimits: anthropicLimits,
    classify,
    reword: () => null,
    /** The models listing: free, and it names the organization. One page holds up to 1000 models. */
    async test(probe) {
      const asked = await models(probe)
      if (!asked.ok) return unreachable(asked.reason)
      const listed = asked.status === 200 ? modelsIn(asked.body) : null
      if (listed !== null) return accepted(asked, organizationOf(asked.header), listed.length)
      return failedTest(classify(asked.status, asked.header, asked.body), name, probe.secret)
    },
    async list(probe) {
      return listing(await models(probe), name, classify, probe.secret)
    },
    account: null,
  }
}

const preset = presets.anthropic
const dialect = anthropicDialect(preset.name)

export const anthropic: Provider = {
  ...dialect,
  type: 'anthropic',
  baseUrl: preset.addresses[0] ?? '',
  models: preset.models,
  recognises: (secret) => secret.startsWith('sk-ant-') && notAKey(secret) === null,
  async test(probe) {
    const reason = notAKey(probe.secret ?? '')
    return reason === null ? dialect.test(probe) : { verdict: 'refused', reason }
  },
}

/** Tokens that look alike but may not be relayed: a Claude app's sign-in, a browser's session, an Admin key. */
export function notAKey(secret: string): string | null {
  if (/^sk-ant-(oat|ort|sid)/.test(secret)) return text.providers.notAKey.signIn
  return secret.startsWith('sk-ant-admin') ? text.providers.notAKey.admin : null
}
