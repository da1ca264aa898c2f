import { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import type { Clock, Ids } from '../ports.ts'
import { type Practice, startPractice } from '../practice/start-practice.ts'
import { memoryVault } from '../secrets/memory-vault.ts'
import type { Redactor } from '../secrets/redact.ts'
import { hintOf } from '../secrets/secret.ts'
import type { Vault } from '../secrets/vault.ts'
import { newKey, newProvider } from './edit.ts'
import { practiceSource } from './practice-source.ts'
import type { ConfigSource } from './source.ts'

interface Parts {
  clock: Clock
  ids: Ids
  redactor: Pick<Redactor, 'know'>
  /** The user's own config, which the practice lies over. */
  own: ConfigSource
  /** The practice listens; from now on it is in force. */
  enter(practice: { source: ConfigSource; vault: Vault }): void
  leave(): void
}

/** Practice mode on and off, one change at a time; asking for what is already so does nothing. */
export function practiceSwitch(parts: Parts) {
  let running: Practice | null = null
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (task: () => Promise<void>): Promise<void> => {
    const next = last.then(task)
    last = next.catch(() => {})
    return next
  }

  return {
    start: () =>
      inTurn(async () => {
        if (running) return
        const practice = await startPractice({ clock: parts.clock })
        parts.enter(await overlay(practice, parts))
        running = practice
      }),
    stop: () =>
      inTurn(async () => {
        if (!running) return
        const practice = running
        running = null
        parts.leave()
        await practice.stop()
      }),
  }
}

/** The practice's provider and keys as a config and a vault of their own. Nothing of it is ever written. */
async function overlay(
  practice: Practice,
  { own, ids, redactor }: Parts,
): Promise<{ source: ConfigSource; vault: Vault }> {
  const vault = memoryVault(redactor)
  const { origin } = new URL(practice.baseUrl)
  const keys = await Promise.all(
    practice.keys.map(async ({ secret, label }) => {
      const id = KeyId.parse(ids.next('practice'))
      await vault.put(id, origin, secret)
      return newKey(id, label, hintOf(secret))
    }),
  )
  const { key_selector } = own.current().app
  const provider = newProvider(ProviderId.parse('practice'), 'practice', practice.baseUrl, key_selector)
  return { source: practiceSource(own, [{ ...provider, keys }]), vault }
}
