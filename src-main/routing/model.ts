import type { ModelInfo } from '../../src-shared/domain/provider.ts'

/** What of a provider decides whether it can serve a model, and under which name. */
export interface Catalogue {
  readonly models: readonly ModelInfo[]
  /** Asked model, or a role, → this provider's model. */
  readonly mapping: Readonly<Record<string, string>>
}

export interface Served {
  /** As this provider will be asked for it. */
  readonly model: string
  /** The name asked for the million-token context with the suffix `[1m]`, which is not part of a name on the wire. */
  readonly long: boolean
}

/**
 * The name under which a provider serves the model asked for, or `null` where it cannot: the exact name in
 * its mapping, the longest mapped name that the asked one extends (`claude-opus-4` for `claude-opus-4-8`),
 * the role in the name, the name itself where the provider lists it or others of its family, or anything
 * where it lists nothing.
 */
export function serves(catalogue: Catalogue, asked: string): Served | null {
  const { mapping } = catalogue
  const name = plain(asked)
  const mapped = own(mapping, asked) ?? own(mapping, name) ?? byPrefix(mapping, name) ?? byRole(mapping, name)
  if (mapped !== undefined) return named(catalogue, mapped, asked)
  return knows(catalogue.models, name) ? named(catalogue, asked, asked) : null
}

/**
 * Whether this is what was asked for: the same name, or one that the user put in its place (`own`). A type's usual
 * model for a role is neither.
 */
export function isAskedFor(model: string, asked: string, own: Catalogue['mapping']): boolean {
  return model === plain(asked) || model === serves({ models: [], mapping: own }, asked)?.model
}

/** Some providers have models whose real name ends in `[1m]`; where it is listed, it stays. */
function named(catalogue: Catalogue, model: string, asked: string): Served {
  if (lists(catalogue.models, model)) return { model, long: false }
  return { model: plain(model), long: LONG.test(model) || LONG.test(asked) }
}

/** Small, fast side requests, such as the title of a session, ask for a model of this class. */
export const isSmall = (model: string): boolean => /haiku/i.test(model)

/** Whether this list names exactly this model. */
export const lists = (models: readonly ModelInfo[], model: string): boolean => models.some((it) => it.id === model)

const LONG = /\[1m\]$/i
const plain = (model: string): string => model.replace(LONG, '')

/** A model newer than the list passes where its family is listed; so does everything where nothing is. */
const knows = (models: readonly ModelInfo[], name: string): boolean =>
  models.length === 0 || models.some((it) => it.id === name || family(it.id) === family(name))

const family = (model: string): string => /^[a-z]+/i.exec(model)?.[0].toLowerCase() ?? model

function byPrefix(mapping: Catalogue['mapping'], name: string): string | undefined {
  let longest = ''
  for (const key of Object.keys(mapping))
    if (key.length > longest.length && name.startsWith(key) && /^[-@:]/.test(name.slice(key.length))) longest = key
  return longest === '' ? undefined : mapping[longest]
}

/** A Claude model without one of the three words in its name is one for the main work. */
function byRole(mapping: Catalogue['mapping'], name: string): string | undefined {
  const role = /opus|sonnet|haiku/i.exec(name)?.[0].toLowerCase()
  if (role !== undefined) return own(mapping, role)
  return family(name) === 'claude' ? own(mapping, 'opus') : undefined
}

const own = (mapping: Catalogue['mapping'], key: string): string | undefined =>
  Object.hasOwn(mapping, key) ? mapping[key] : undefined
