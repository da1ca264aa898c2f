import type { CredentialKind } from '../credential.ts'
import type { ModelInfo, Role } from '../provider.ts'

/** Where a preset stands in the window's list. */
export const presetGroups = ['maker', 'plan', 'cloud', 'gateway', 'local', 'custom'] as const
export type PresetGroup = (typeof presetGroups)[number]

/**
 * What one kind of provider is, as data: what its vendor's pages say of it on one day. How it speaks (its errors,
 * its account pages) is code and stands with the relay; what stands here can be checked for its shape alone.
 */
export interface Preset {
  /** As people call it. */
  readonly name: string
  readonly group: PresetGroup
  /** The day (`2026-08-21`) on which the vendor's pages said so. */
  readonly asOf: string
  /** The usual address first, then those of other regions or accounts; without a trailing slash. Empty: the user's own. */
  readonly addresses: readonly string[]
  /** An address with blanks that everybody fills in; absent: there are none in it. */
  readonly template?: Template
  /** How the path begins that a message is sent to behind the address; absent: `/v1/messages`. */
  readonly adds?: string
  readonly key: 'needed' | 'optional'
  /** In which shapes a key comes, the usual one first; absent: as one word and no other. */
  readonly credentials?: readonly ('key' | CredentialKind)[]
  /** What testing a key costs: `free`, or one token where the vendor has no free question. */
  readonly test: 'free' | 'one_token' | 'free_or_one_token'
  /** What can be asked of an account beside its answers. */
  readonly account: 'balance' | 'plan' | null
  readonly models: readonly ModelInfo[]
  /** What opus, sonnet and haiku mean here where the user maps nothing; null: model names pass as asked. */
  readonly roles: Readonly<Record<Role, string>> | null
  readonly links: {
    /** Where one gets a key; `null`: there are none. */
    readonly keys: string | null
    /** The vendor's page on this format. */
    readonly guide: string
  }
}

/** `https://{resource}.example.com`: what stands in braces is filled in. */
export interface Template {
  readonly address: string
  /** For these regions it is another. */
  readonly elsewhere?: Readonly<Record<string, string>>
  /** In the order in which they are asked for. */
  readonly blanks: readonly Blank[]
}

export interface Blank {
  readonly name: 'region' | 'project' | 'resource'
  /** What to choose from; anything else may be typed. The first is filled in beforehand. */
  readonly some: readonly string[]
}

/** The address with its blanks filled; `null` while one is empty or holds what no part of an address can. */
export function addressOf(template: Template, filled: Readonly<Partial<Record<Blank['name'], string>>>): string | null {
  const words = template.blanks.map(({ name }) => filled[name]?.trim() ?? '')
  if (words.some((word) => !/^[A-Za-z0-9][A-Za-z0-9.:_-]*$/.test(word))) return null
  const address = template.elsewhere?.[filled.region?.trim() ?? ''] ?? template.address
  return address.replace(/\{(\w+)\}/g, (_, name: Blank['name']) => filled[name]?.trim() ?? '')
}

/** `['glm-5.3', 'GLM-5.3']`; one name alone is both. */
export const named = (...models: readonly (readonly [id: string, displayName: string] | string)[]): ModelInfo[] =>
  models.map((it) => (typeof it === 'string' ? { id: it, displayName: it } : { id: it[0], displayName: it[1] }))

/** The same model for every role. */
export const everyRole = (model: string): Record<Role, string> => ({ opus: model, sonnet: model, haiku: model })
