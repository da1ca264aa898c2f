import { BaseUrl } from '../../src-shared/config/schema.ts'
import { ChosenType } from '../../src-shared/domain/provider.ts'
import { text } from '../../src-shared/text/text.ts'
import { notAKey } from '../providers/anthropic.ts'
import { providers as kinds, recognise } from '../providers/registry.ts'
import type { Found } from './found.ts'

const words = text.intake

export interface Clues {
  readonly secret: string | null
  /** The variable or label it stood under; empty: none. */
  readonly name: string
  /** The address that stood beside it. */
  readonly address: string | null
  /** Where the same text tells Claude Code to go; `null`: it does not. */
  readonly told?: string | null
}

/** Whose a key is, or in a sentence why nobody here can take it. */
export type Guess = ({ ok: true } & Pick<Found, 'type' | 'baseUrl' | 'why'>) | { ok: false; why: string }

/** For an address that nobody here is known by: it speaks as Anthropic does. */
const UNKNOWN_HOST: ChosenType = 'anthropic'

/** Names that people give to variables of a provider, beside its own. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  anthropic: ['claude'],
  zai: ['z ai', 'z.ai', 'glm'],
  zhipu: ['bigmodel'],
  kimi: ['moonshot'],
}

/** Credentials of services that nothing here speaks to; never sent anywhere. */
const FOREIGN: readonly [RegExp, string][] = [
  [/^sk-admin-/, 'OpenAI'],
  [/^gh[pousr]_/, 'GitHub'],
  [/^ya29\./, 'Google'],
  [/^xai-/, 'xAI'],
  [/^hf_/, 'Hugging Face'],
  [/^glpat-/, 'GitLab'],
  [/^xox[abprs]-/, 'Slack'],
]

/** Half of what AWS signs with; its other half has no shape of its own. */
const AWS_KEY_ID = /^(AKIA|ASIA)[A-Z0-9]{16}$/

/**
 * By the address beside it, else by its shape, else by its name. A key whose shape belongs to one provider is
 * never given to another one's address unasked.
 */
export function whose({ secret, name, address, told = null }: Clues): Guess {
  const unusable = secret === null ? null : notAKey(secret)
  if (unusable !== null) return { ok: false, why: unusable }
  const shape = secret === null ? null : chosen(recognise(secret))
  if (address !== null) return byAddress(address, shape)
  if (told !== null && shape === 'anthropic') {
    const there = byAddress(told, shape)
    if (!there.ok || there.type === shape) return there
  }
  if (shape !== null) return { ok: true, type: shape, baseUrl: null, why: words.byShape(kinds[shape].name) }
  if (secret !== null && AWS_KEY_ID.test(secret)) return { ok: false, why: words.partOfAws }
  const foreign = FOREIGN.find(([pattern]) => secret !== null && pattern.test(secret))
  if (foreign) return { ok: false, why: words.foreign(foreign[1]) }
  const type = byName(name)
  if (type !== null) return { ok: true, type, baseUrl: null, why: words.byName(kinds[type].name) }
  return { ok: true, type: null, baseUrl: null, why: words.unknown }
}

function byAddress(written: string, shape: ChosenType | null): Guess {
  if (written.length > 2_000) return { ok: false, why: words.badAddress }
  const address = withoutPath(written)
  const checked = BaseUrl.safeParse(address)
  if (!checked.success) return { ok: false, why: words.badAddress }
  const url = new URL(address)
  const known = knownAt(written)
  if (speaksOpenAi(written) && known === undefined) {
    const type = /\/responses\/?$/.test(written) ? 'responses_custom' : 'openai_custom'
    return { ok: true, type: shape ?? type, baseUrl: beforeMethod(written), why: words.byAddress(url.host) }
  }
  if (known === undefined)
    return { ok: true, type: shape ?? UNKNOWN_HOST, baseUrl: address, why: words.byAddress(url.host) }
  if (shape !== null && shape !== known)
    return { ok: true, type: null, baseUrl: null, why: words.conflict(kinds[shape].name, kinds[known].name) }
  // Some providers are written with the address of their other dialect; theirs is the one of the type.
  const own = speaksOpenAi(written) || sameAddress(address, withoutPath(kinds[known].baseUrl))
  return { ok: true, type: known, baseUrl: own ? null : address, why: words.byAddress(url.host) }
}

/** Who is at home there; of two doors at one host, the one that the address begins with. */
function knownAt(written: string): ChosenType | undefined {
  const here = ChosenType.options.filter((type) => hostOf(kinds[type].baseUrl) === hostOf(written.trim()))
  const within = here.filter((type) => written.trim().startsWith(kinds[type].baseUrl))
  return within.toSorted((a, b) => kinds[b].baseUrl.length - kinds[a].baseUrl.length)[0] ?? here[0]
}

const chosen = (type: string | null): ChosenType | null => ChosenType.options.find((it) => it === type) ?? null

/** A custom provider has no name to be known by. */
const named = ChosenType.options.filter((type) => kinds[type].baseUrl !== '')

function byName(name: string): ChosenType | null {
  const plain = name.toLowerCase()
  const has = (word: string) => plain === word || ` ${plain.replace(/[^a-z0-9.]+/g, ' ')} `.includes(` ${word} `)
  return named.find((type) => [type, kinds[type].name.toLowerCase(), ...(ALSO[type] ?? [])].some(has)) ?? null
}

const speaksOpenAi = (address: string) => /\/(chat\/completions|responses|completions)\/?$/.test(address)

/** Of OpenAI's format the version belongs to the address. */
const beforeMethod = (address: string) => address.trim().replace(/\/(chat\/completions|responses|completions)\/?$/, '')

/** Clients put the version and the method behind an address themselves. */
const withoutPath = (address: string) =>
  address
    .trim()
    .replace(/\/+$/, '')
    .replace(/(\/v1)?(\/messages|\/chat\/completions|\/models)?$/, '')
    .replace(/\/+$/, '')

export const sameAddress = (a: string, b: string) => a.replace(/\/+$/, '') === b.replace(/\/+$/, '')

const hostOf = (address: string): string | null => (URL.canParse(address) ? new URL(address).host : null)
