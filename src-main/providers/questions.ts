import type { Preset } from '../../src-shared/domain/presets/preset.ts'
import type { KeyTest } from '../../src-shared/ipc/contract.ts'
import { text } from '../../src-shared/text/text.ts'
import { type Asked, accepted, ask, failedTest, listing, modelsIn, objectIn, unreachable, whyNot } from './ask.ts'
import type { Provider } from './provider.ts'
import type { Kit, Speech } from './speech.ts'

const VERSION = { 'anthropic-version': '2023-06-01' }

export function kitOf(
  preset: Preset,
  speech: Speech,
  authorize: Provider['authorize'],
  classify: Provider['classify'],
): Kit {
  const { name } = preset
  const page = speech.account
  const version = speech.foreign ? {} : VERSION
  const kit: Kit = {
    get(probe, { path, root, bare }) {
      const at = root ? { ...probe, baseUrl: rootOf(preset, probe.baseUrl) } : probe
      return ask(name, at, { path, headers: version }, bare ? alone : authorize)
    },
    async post(probe, path, post) {
      const question = { path, headers: version, post }
      const asked = await ask(name, probe, question, authorize)
      const pass = speech.passOf?.(probe.secret) ?? null
      if (!asked.ok || (asked.status !== 401 && asked.status !== 403) || pass === null) return asked
      probe.passes.forget(pass)
      return ask(name, probe, question, authorize)
    },
    failed: (asked, probe) =>
      asked.ok ? failedTest(classify(asked.status, asked.header, asked.body), name, probe.secret) : notAsked(asked),

    async oneToken(probe) {
      const model = probe.model ?? preset.roles?.haiku
      if (model === undefined) return unreachable(text.providers.nothingFree(name))
      const asked = await kit.post(probe, '/v1/messages', {
        model,
        max_tokens: 1,
        messages: [{ role: 'user', content: 'hi' }],
      })
      const answered = asked.ok && asked.status === 200 && objectIn(asked.body)?.type === 'message'
      return answered ? accepted(asked, null, 0) : kit.failed(asked, probe)
    },

    /** The account's page, else the models, each for free; a token only where the preset says that it may cost one. */
    async test(probe) {
      const proof = page ?? speech.models
      if (!proof || preset.test === 'one_token') return kit.oneToken(probe)
      const asked = await kit.get(probe, proof)
      if (!asked.ok) return notAsked(asked)
      if (asked.status === 200 && holds(asked.body)) {
        const models = page && speech.models ? await kit.get(probe, speech.models) : asked
        return accepted(
          asked,
          speech.organization?.(asked.header) ?? null,
          (models.ok ? modelsIn(models.body)?.length : undefined) ?? 0,
        )
      }
      const failed = kit.failed(asked, probe)
      const unanswered = failed.verdict === 'unreachable' && asked.status !== 429 && asked.status < 500
      return unanswered && preset.test === 'free_or_one_token' ? kit.oneToken(probe) : failed
    },

    async list(probe) {
      if (!speech.models) return { ok: false, reason: text.providers.noListing(name) }
      return listing(await kit.get(probe, speech.models), name, classify, probe.secret)
    },

    account: page
      ? async (probe) => {
          const asked = await kit.get(probe, page)
          if (!asked.ok) return asked
          const json = asked.status === 200 ? objectIn(asked.body) : null
          const account = json && page.read(json)
          if (account) return { ok: true, account }
          return { ok: false, reason: whyNot(classify(asked.status, asked.header, asked.body), name, probe.secret) }
        }
      : null,
  }

  const holds = (body: string): boolean => {
    if (!page) return modelsIn(body) !== null
    const json = objectIn(body)
    return json !== null && page.read(json) !== null
  }

  return kit
}

const notAsked = ({ reason, refused = false }: Extract<Asked, { ok: false }>): KeyTest =>
  refused ? { verdict: 'refused', reason } : unreachable(reason)

const alone: Provider['authorize'] = (secret) => (secret === null ? {} : { authorization: secret })

/** Where the vendor's own pages are: the base URL without the path that its preset's addresses end with. */
function rootOf({ addresses: [usual] }: Preset, baseUrl: string): string {
  const door = usual === undefined ? '' : new URL(usual).pathname.replace(/\/+$/, '')
  const base = baseUrl.replace(/\/+$/, '')
  return door !== '' && base.endsWith(door) ? base.slice(0, -door.length) : base
}
