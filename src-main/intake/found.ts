import type { ChosenType, Role } from '../../src-shared/domain/provider.ts'
import { Secret } from '../secrets/secret.ts'
import type { KeyOwn } from './key-own.ts'

/** A key as it was found, with what stood around it. Nothing of it was asked anywhere yet. */
export interface Found {
  /** `null`: a provider that works without a key. */
  readonly secret: Secret | null
  /** What it was called there; empty: nothing. */
  readonly name: string
  /** What its provider was called there; empty: nothing. */
  readonly provider: string
  /** Whose it is; `null`: it could be anybody's, and the user says. */
  readonly type: ChosenType | null
  /** `null`: the type's own address. */
  readonly baseUrl: string | null
  /** By what it was recognised, in a sentence. */
  readonly why: string
  /** What its user set for it there; absent: nothing. */
  readonly own?: KeyOwn
  readonly models: readonly string[]
  readonly mapping: Readonly<Partial<Record<Role, string>> & Record<string, string>>
}

/** Something that looks like a key or a provider and is not taken. `what` names it and never holds it. */
export interface Skipped {
  readonly what: string
  readonly why: string
}

export interface Reading {
  readonly found: readonly Found[]
  readonly skipped: readonly Skipped[]
}

export const nothing: Reading = { found: [], skipped: [] }

export const together = (readings: readonly Reading[]): Reading => ({
  found: readings.flatMap(({ found }) => found),
  skipped: readings.flatMap(({ skipped }) => skipped),
})

export const skip = (what: string, why: string): Reading => ({ found: [], skipped: [{ what, why }] })

export const take = (secret: string | null, rest: Omit<Found, 'secret'>): Reading => ({
  found: [{ ...rest, secret: secret === null ? null : new Secret(secret) }],
  skipped: [],
})
