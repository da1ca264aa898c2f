import type { KeyId } from '../../../src-shared/domain/ids.ts'
import type { KeyTest } from '../../../src-shared/ipc/contract.ts'
import { text } from '../../../src-shared/text/text.ts'
import { baseUrlOf, type Kinds, originOf, standInId } from '../../config/derive.ts'
import { type Place, placeOf } from '../../config/edit.ts'
import type { LiveProvider } from '../../config/source.ts'
import { NoPass } from '../../providers/passes.ts'
import type { Probe } from '../../providers/provider.ts'
import type { Secret } from '../../secrets/secret.ts'
import { soon } from '../../secrets/soon.ts'
import { type Vault, VaultProblem } from '../../secrets/vault.ts'
import { Refusal } from '../refusal.ts'
import type { Rooms } from './rooms.ts'

const PATIENCE_MS = 10_000

/** Asks the provider about a secret; `null` for a provider that works without. */
export function ask(rooms: Rooms, provider: LiveProvider, secret: Secret | null): Promise<KeyTest> {
  return rooms.kinds[provider.type].test(probeFor(rooms, provider, secret))
}

/** What it takes to ask a provider anything; a model of the user's own is the one that a test may spend a token on. */
export function probeFor(
  rooms: Rooms,
  provider: Pick<LiveProvider, 'type' | 'base_url' | 'model_mapping' | 'models'>,
  secret: Secret | null,
): Probe {
  const { haiku, sonnet, opus } = provider.model_mapping
  const model = haiku ?? sonnet ?? opus ?? provider.models[0]
  return {
    baseUrl: provider.base_url ?? rooms.kinds[provider.type].baseUrl,
    secret: secret?.reveal() ?? null,
    ...(model === undefined ? {} : { model }),
    dispatcher: rooms.dispatcher,
    passes: rooms.passes,
    timeoutMs: PATIENCE_MS,
    now: () => rooms.clock.now(),
  }
}

/** Goes on where the provider accepts the key; else refuses with the provider's reason. */
export function mustPass(test: KeyTest, evenIfUnreachable: boolean): void {
  if (test.verdict === 'refused') throw new Refusal(test.reason)
  if (test.verdict === 'unreachable' && !evenIfUnreachable) throw new Refusal(test.reason, 'unreachable')
}

/**
 * The secret of a key, for the address it will be sent to; `null` for a key of a provider that works
 * without one. Rejects with a VaultProblem where it cannot be had.
 */
export async function lend(
  vault: Vault,
  { provider, key }: Place,
  baseUrl: string,
  kinds: Kinds,
): Promise<Secret | null> {
  // It is the provider itself; no vault knows of it.
  if (key.id === standInId(provider.name)) return null
  try {
    return await vault.use(key.id as KeyId, new URL(baseUrl).origin)
  } catch (error) {
    const none = error instanceof VaultProblem && error.kind === 'missing' && !kinds[provider.type].needsKey
    if (none) return null
    throw error
  }
}

/** A keyring that has not opened a key by then asks its user something, in ms. */
const KEYRING_MS = 1000

/** The same for a request, which is not kept waiting: rejects with a NoPass while the keyring has not answered. */
export async function lendSoon(...of: Parameters<typeof lend>): Promise<string | null> {
  const lent = await soon(lend(...of), KEYRING_MS)
  if (!lent) throw new NoPass(text.errors.key.waiting)
  return lent.value?.reveal() ?? null
}

/** Tests a key that is stored, and lets the pool know what came of it. */
export async function testStored(rooms: Rooms, place: Place): Promise<KeyTest> {
  const { pool, kinds } = rooms
  const { vault } = rooms.live()
  const id = place.key.id as KeyId
  await vault.reopen(id)
  let secret: Secret | null
  try {
    secret = await lend(vault, place, baseUrlOf(place.provider, kinds), kinds)
  } catch (error) {
    const reason = whyNot(vault, error)
    pool.markKeyInvalid(id, reason)
    return { verdict: 'refused', reason }
  }
  const test = await ask(rooms, place.provider, secret)
  if (test.verdict === 'refused') pool.markKeyInvalid(id, test.reason)
  // A cooldown is about load and ends by the clock; only the mark of an invalid key ends by a test.
  if (test.verdict === 'accepted' && pool.views()[id]?.status.kind === 'invalid') pool.clearHolds(id)
  return test
}

/**
 * Lets a key that the vault cannot lend say so in its row before a request finds out. Resolves with how
 * many the keyring did not open.
 */
export async function checkStored({ live, kinds, pool, derived }: Rooms): Promise<number> {
  const { source, vault } = live()
  let locked = 0
  for (const { id } of derived().keys) {
    const place = placeOf(source.current(), id, kinds)
    if (!place) continue
    try {
      await lend(vault, place, originOf(place.provider, kinds), kinds)
    } catch (error) {
      pool.markKeyInvalid(id, whyNot(vault, error))
      if ((error as VaultProblem).kind === 'locked') locked++
    }
  }
  return locked
}

/** Why the vault does not lend a key, in words for its row; throws on what is no VaultProblem. */
export function whyNot(vault: Vault, error: unknown): string {
  if (!(error instanceof VaultProblem)) throw error
  if (error.kind === 'locked') return text.notices.locked
  if (error.kind === 'other_origin') return text.notices.otherOrigin
  return vault.view.kind === 'session' ? text.notices.sessionOver : text.notices.notStored
}
