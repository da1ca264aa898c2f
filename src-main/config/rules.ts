import { isLoopback, Listen } from '../../src-shared/config/schema.ts'
import { text } from '../../src-shared/text/text.ts'
import { type Block, isBlock, listAt, type Path, type Problem } from './problems.ts'

const { reasons, fixes, fixFor } = text.config

/**
 * What no single entry can know: names that must differ and names that must be there. Reads the raw
 * document, so that these are told together with the schema's complaints; whatever has not the right
 * shape is the schema's business and passed over.
 */
export function rules(raw: unknown, needsKey: (type: string) => boolean): readonly Problem[] {
  const providers = listAt(raw, 'providers').map((entry) => (isBlock(entry) ? entry : {}))
  return [
    ...openAddress(raw),
    ...anyProvider(raw, providers),
    ...repeated(providers.map((provider) => provider.name)).map(([at, first]) => ({
      path: ['providers', at, 'name'],
      reason: reasons.sameName(`providers[${first}]`),
      fix: fixes.rename,
    })),
    ...providers.flatMap((provider, at) => keyRules(provider, ['providers', at], needsKey, allowsLogin(raw))),
    ...repeated(listAt(raw, 'profiles').map((entry) => (isBlock(entry) ? entry.name : undefined))).map(
      ([at, first]) => ({
        path: ['profiles', at, 'name'],
        reason: reasons.sameName(`profiles[${first}]`),
        fix: fixes.rename,
      }),
    ),
    ...namedProviders(raw, providers),
    ...modelRules(raw),
  ]
}

/** What is no address at all is the schema's business. */
function openAddress(raw: unknown): Problem[] {
  const listen = isBlock(raw) && isBlock(raw.server) ? raw.server.listen : undefined
  if (!Listen.safeParse(listen).success) return []
  const host = String(listen).replace(/:\d+$/, '')
  if (isLoopback(host)) return []
  return [{ path: ['server', 'listen'], reason: reasons.open(host), fix: fixFor.listen ?? fixes.write }]
}

const isOn = (entry: Block) => entry.enabled !== false

function anyProvider(raw: unknown, providers: readonly Block[]): Problem[] {
  const misshapen = isBlock(raw) && raw.providers !== undefined && !Array.isArray(raw.providers)
  if (misshapen || providers.some(isOn)) return []
  return [{ path: ['providers'], reason: reasons.noProvider, fix: fixes.addProvider }]
}

/** Anthropic then has use without a key. */
const allowsLogin = (raw: unknown): boolean =>
  isBlock(raw) && isBlock(raw.server) && isBlock(raw.server.auth) && raw.server.auth.allow_subscription === true

function keyRules(provider: Block, path: Path, needsKey: (type: string) => boolean, login: boolean): Problem[] {
  const keys = listAt(provider, 'keys').map((entry) => (isBlock(entry) ? entry : {}))
  const problems: Problem[] = []
  const misshapen = provider.keys !== undefined && !Array.isArray(provider.keys)
  if (typeof provider.type === 'string' && needsKey(provider.type)) {
    const byLogin = login && provider.type === 'anthropic'
    if (isOn(provider) && !byLogin && !misshapen && !keys.some(isOn)) {
      problems.push({ path: [...path, 'keys'], reason: reasons.noKey, fix: fixes.addKey })
    }
    keys.forEach((key, at) => {
      // One that has an id may have its secret in a vault.
      if (key.key === undefined && key.id === undefined) {
        problems.push({ path: [...path, 'keys', at, 'key'], reason: reasons.missing, fix: fixes.missing('key') })
      }
    })
  }
  for (const [at, first] of repeated(keys.map((key) => key.key))) {
    problems.push({
      path: [...path, 'keys', at, 'key'],
      reason: reasons.sameKey(`keys[${first}]`),
      fix: fixes.removeOne,
    })
  }
  for (const [at, first] of repeated(keys.map((key) => key.id))) {
    problems.push({ path: [...path, 'keys', at, 'id'], reason: reasons.sameId(`keys[${first}]`), fix: fixes.rename })
  }
  return problems
}

/** Every place in `routing` and in a profile that names a provider. */
function namedProviders(raw: unknown, providers: readonly Block[]): Problem[] {
  const routing = isBlock(raw) && isBlock(raw.routing) ? raw.routing : {}
  const mapping = isBlock(routing.model_mapping) ? routing.model_mapping : {}
  const names = providers.map((provider) => provider.name).filter((name) => typeof name === 'string')
  const told: [Path, unknown][] = [
    [['routing', 'provider'], routing.provider],
    [['routing', 'default_provider'], routing.default_provider],
    ...Object.entries(mapping).map(([prefix, name]): [Path, unknown] => [['routing', 'model_mapping', prefix], name]),
    ...listAt(raw, 'profiles').map((entry, at): [Path, unknown] => [
      ['profiles', at, 'provider'],
      isBlock(entry) ? entry.provider : undefined,
    ]),
  ]
  return told.flatMap(([path, name]) =>
    typeof name !== 'string' || name === '' || names.includes(name)
      ? []
      : [{ path, reason: reasons.notAProvider(name), fix: fixes.nameProvider(names) }],
  )
}

/** A strategy that goes by the model needs to know which model goes where. */
function modelRules(raw: unknown): Problem[] {
  const routing = isBlock(raw) && isBlock(raw.routing) ? raw.routing : {}
  const mapped = isBlock(routing.model_mapping) && Object.keys(routing.model_mapping).length > 0
  if (routing.strategy !== 'model_based' || mapped || routing.default_provider) return []
  return [{ path: ['routing', 'model_mapping'], reason: reasons.noModelRule, fix: fixes.addModelRule }]
}

/** Where a text occurs again: [this place, the first place]. */
function repeated(values: readonly unknown[]): [number, number][] {
  return values.flatMap((value, at): [number, number][] => {
    const first = values.indexOf(value)
    return typeof value === 'string' && first < at ? [[at, first]] : []
  })
}
