import type { ProviderType } from '../../src-shared/domain/provider.ts'
import { anthropic } from './anthropic.ts'
import { ollama } from './ollama.ts'
import { practice } from './practice.ts'
import type { Provider } from './provider.ts'
import { zai } from './zai.ts'

/** Every kind of provider: one file each, one row here. */
export const providers: Readonly<Record<ProviderType, Provider>> = { anthropic, zai, ollama, practice }

/** Whose key this is, by its shape alone; nothing is sent. `null`: it could be anybody's. */
export function recognise(secret: string): ProviderType | null {
  return Object.values(providers).find((it) => it.recognises(secret.trim()))?.type ?? null
}
