import { z } from 'zod'
import { Config, KeySelectorName, ProfileEntry } from '../config/schema.ts'
import { KeyId, ProviderId, SessionId } from '../domain/ids.ts'
import { KeyView, Spent } from '../domain/key.ts'
import { Dimension } from '../domain/limits.ts'
import { LoginView } from '../domain/login.ts'
import { Choice, ProviderView } from '../domain/provider.ts'
import { RelayStatus } from '../domain/relay.ts'
import { SessionView, Spending } from '../domain/session.ts'

/** The pool in one line. */
export const PoolView = z.object({
  ready: z.number().int(),
  total: z.number().int(),
  /** Share left of the tightest dimension over the usable keys, 0 to 1; `null`: no limit seen yet. */
  headroom: z.number().nullable(),
  tightest: Dimension.nullable(),
  /** When the next key can be had (ms, pool clock); `null`: one is ready, or none ever will be. */
  nextAt: z.number().nullable(),
  /** How often a session had to leave the key that held its prompt cache, since the start. */
  moves: z.number().int(),
})
export type PoolView = z.infer<typeof PoolView>

/** Counted since the app was started, or since practice began or ended. */
export const Totals = z.object({
  requests: z.number().int(),
  failedOver: z.number().int(),
  input: z.number().int(),
  output: z.number().int(),
  cacheRead: z.number().int(),
})
export type Totals = z.infer<typeof Totals>

/** Where secrets are kept: the system keyring, a file sealed under a passphrase, or memory until quit. */
export const VaultView = z.object({ kind: z.enum(['keyring', 'passphrase', 'session']), backend: z.string() })
export type VaultView = z.infer<typeof VaultView>

/** Which config is in force. `problem`: why a newer version of it is not. */
export const ConfigView = z.object({
  source: z.enum(['app', 'file', 'practice']),
  path: z.string(),
  problem: z.string().nullable(),
})
export type ConfigView = z.infer<typeof ConfigView>

export const Settings = Config.shape.app.unwrap().omit({ key_order: true }).extend({
  listen: Config.shape.server.unwrap().shape.listen.unwrap(),
  plain_http: Config.shape.server.unwrap().shape.plain_http.unwrap(),
  strategy: Config.shape.routing.unwrap().shape.strategy.unwrap(),
  key_selector: KeySelectorName,
  allow_subscription: Config.shape.server.unwrap().shape.auth.unwrap().shape.allow_subscription.unwrap(),
})
export type Settings = z.infer<typeof Settings>

type Bare<T> = T extends z.ZodDefault<infer Inner> ? Inner : T
const withoutDefaults = <S extends z.ZodRawShape>(shape: S) =>
  Object.fromEntries(
    Object.entries(shape).map(([name, field]) => [name, field instanceof z.ZodDefault ? field.unwrap() : field]),
  ) as { [N in keyof S]: Bare<S[N]> }

/** Some of them; what is left out stays as it is, so no default may stand in for it. */
export const SettingsPatch = z.object(withoutDefaults(Settings.shape)).partial()

/** A profile, and what was spent under its name. */
export const ProfileView = ProfileEntry.extend({ spent: Spending })
export type ProfileView = z.infer<typeof ProfileView>

export const Snapshot = z.object({
  rev: z.number().int(),
  /** The pool clock when this was built, in ms. The window keeps the offset to its own clock. */
  at: z.number(),
  relay: RelayStatus,
  pool: PoolView,
  keyOrder: z.array(KeyId),
  keys: z.record(KeyId, KeyView),
  /** Of today, by key; those that cost nothing are not in it. */
  spent: z.record(KeyId, Spent),
  providerOrder: z.array(ProviderId),
  providers: z.record(ProviderId, ProviderView),
  choice: Choice,
  /** Those at work, and the last few that are over; never more than a hundred. */
  sessions: z.record(SessionId, SessionView),
  /** In the user's order. */
  profiles: z.array(ProfileView),
  /** Limits of the Claude login that Claude Code itself brings; `null`: none was seen lately. */
  login: LoginView.nullable(),
  totals: Totals,
  settings: Settings,
  vault: VaultView,
  config: ConfigView,
  /** Practice mode: keys and answers are made up, nothing leaves this computer. */
  practice: z.boolean(),
  /** The client token's last four, none of a short one; `renews`: false where the config file sets it. */
  token: z.object({ hint: z.string().max(4), renews: z.boolean() }),
  /** Until when everything is logged (ms, pool clock); `null`: as the config says. */
  debugUntil: z.number().nullable(),
  /** The Claude Code on this machine; looking for it takes a few seconds. */
  claude: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('looking') }),
    z.object({ kind: z.literal('absent') }),
    z.object({ kind: z.literal('found'), path: z.string(), version: z.string().nullable() }),
  ]),
  platform: z.enum(['linux', 'darwin', 'win32', 'other']),
  version: z.string(),
})
export type Snapshot = z.infer<typeof Snapshot>

const maps = ['keys', 'providers', 'sessions'] as const

export const Patch = z.object({
  base: z.number().int(),
  rev: z.number().int(),
  /** Top-level parts that changed, whole. */
  set: Snapshot.omit({ rev: true, keys: true, providers: true, sessions: true }).partial(),
  keys: z.record(KeyId, KeyView.nullable()).optional(),
  providers: z.record(ProviderId, ProviderView.nullable()).optional(),
  sessions: z.record(SessionId, SessionView.nullable()).optional(),
})
export type Patch = z.infer<typeof Patch>

/** Identity is the change signal: the producer keeps untouched parts by reference. */
export function diff(from: Snapshot, to: Snapshot): Patch {
  const set: Record<string, unknown> = {}
  for (const name of Object.keys(to) as (keyof Snapshot)[]) {
    if (name === 'rev' || maps.some((map) => map === name)) continue
    if (to[name] !== from[name]) set[name] = to[name]
  }
  const patch: Patch = { base: from.rev, rev: to.rev, set: set as Patch['set'] }
  for (const name of maps) {
    const changed = diffMap<unknown>(from[name], to[name])
    if (changed) Object.assign(patch, { [name]: changed })
  }
  return patch
}

/** The next snapshot, or `null` when a patch was missed and the whole must be asked for. */
export function apply(snapshot: Snapshot, patch: Patch): Snapshot | null {
  if (patch.base !== snapshot.rev) return null
  const next = { ...snapshot, ...(patch.set as Partial<Snapshot>), rev: patch.rev }
  for (const name of maps) {
    const changed = patch[name]
    if (changed) Object.assign(next, { [name]: applyMap<unknown>(snapshot[name], changed) })
  }
  return next
}

function diffMap<T>(from: Record<string, T>, to: Record<string, T>): Record<string, T | null> | null {
  const changed: Record<string, T | null> = {}
  for (const [id, value] of Object.entries(to)) if (value !== from[id]) changed[id] = value
  for (const id of Object.keys(from)) if (!(id in to)) changed[id] = null
  return Object.keys(changed).length === 0 ? null : changed
}

function applyMap<T>(map: Record<string, T>, changed: Record<string, T | null>): Record<string, T> {
  const next = { ...map }
  for (const [id, value] of Object.entries(changed)) {
    if (value === null) delete next[id]
    else next[id] = value
  }
  return next
}
