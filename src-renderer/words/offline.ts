import { isLoopback } from '../../src-shared/config/schema.ts'
import type { ProviderView } from '../../src-shared/domain/provider.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'

/**
 * What is left without a network; `null`: nothing is lost. `online` is the system's own word. What answers on this
 * computer needs no network, and practice needs nobody.
 */
export function leftOffline(
  { providers, practice }: Pick<Snapshot, 'providers' | 'practice'>,
  online: boolean,
): 'none' | 'local' | null {
  const used = Object.values(providers).filter(({ enabled }) => enabled)
  if (online || practice || used.every(isHere)) return null
  return used.some(isHere) ? 'local' : 'none'
}

function isHere({ baseUrl }: ProviderView): boolean {
  return URL.canParse(baseUrl) && isLoopback(new URL(baseUrl).hostname)
}
