import type { Config, ProviderEntry } from '../../src-shared/config/schema.ts'
import type { ProviderType } from '../../src-shared/domain/provider.ts'
import type { ConfigView } from '../../src-shared/ipc/snapshot.ts'

/** A provider of a config in force. The practice provider is in force at times and never in a file. */
export type LiveProvider = Omit<ProviderEntry, 'type'> & { readonly type: ProviderType }
/** The config in force. It holds no secret: those are in the vault, by key id. */
export type LiveConfig = Omit<Config, 'providers'> & { readonly providers: readonly LiveProvider[] }

export type Edit = (config: LiveConfig) => LiveConfig

/** Where the config comes from and where its edits go: the app's own store, a file, the practice mode. */
export interface ConfigSource {
  view(): ConfigView
  /** The same object until something changes. */
  current(): LiveConfig
  /** All or nothing, one at a time; in force once it is stored. Rejects with a Refusal where it cannot be. */
  edit(change: Edit): Promise<void>
  subscribe(listener: () => void): () => void
  /** Looks at the file again. `null` where there is no file to be edited by hand. */
  readonly reload: (() => Promise<void>) | null
}

/** Listeners of one source. */
export function listeners(): { add(listener: () => void): () => void; tell(): void } {
  const all = new Set<() => void>()
  return {
    add(listener) {
      all.add(listener)
      return () => void all.delete(listener)
    },
    tell() {
      for (const listener of [...all]) listener()
    },
  }
}
