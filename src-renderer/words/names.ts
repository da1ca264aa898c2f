import type { ProviderView } from '../../src-shared/domain/provider.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { nameOfType } from '../../src-shared/text/provider-name.ts'

/** The provider's own spelling while its name is the type's, else the name the user gave it. */
export function providerName(provider: Pick<ProviderView, 'id' | 'type'>): string {
  return provider.id === provider.type ? nameOfType(provider.type) : provider.id
}

export const providerNameOf = (providers: Snapshot['providers'], id: string): string => {
  const provider = providers[id as keyof typeof providers]
  return provider ? providerName(provider) : id
}

/**
 * What a model is called in a narrow column: the listed display name without the maker's, else read
 * from the id (`claude-sonnet-4-5-20250929` → `Sonnet 4.5`); an id of another shape stays as it is.
 */
export function modelName(id: string, providers: Snapshot['providers'] = {}): string {
  for (const provider of Object.values(providers)) {
    const known = provider.models.find((model) => model.id === id)
    if (known && known.displayName !== id) return known.displayName.replace(/^Claude | \([^)]*\)$/g, '')
  }
  const parts = /^claude-([a-z]+)-(\d+)(?:-(\d{1,2}))?(?:-\d{8})?$/.exec(id)
  if (!parts) return id
  const [, family = '', major, minor] = parts
  return `${family[0]?.toUpperCase()}${family.slice(1)} ${minor ? `${major}.${minor}` : major}`
}
