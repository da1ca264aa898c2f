import type { ProviderId } from '../../src-shared/domain/ids.ts'
import { text } from '../../src-shared/text/text.ts'
import type { House } from '../store/context.tsx'
import { snapshotOf } from '../store/relay-store.ts'
import { providerName } from '../words/names.ts'

const said = text.window.providers.said

/** Puts a provider in use or aside. The practice provider is as it is. */
export function toggleProvider({ relay, actions }: House, id: ProviderId): void {
  const provider = snapshotOf(relay.getState())?.providers[id]
  if (!provider || provider.type === 'practice') return
  const name = providerName(provider)
  void actions.updateProvider({ id, enabled: !provider.enabled }, provider.enabled ? said.off(name) : said.on(name))
}
