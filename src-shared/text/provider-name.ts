import { presets } from '../domain/presets/presets.ts'
import type { ProviderType } from '../domain/provider.ts'
import { text } from './text.ts'

/** A kind of provider as people call it. */
export const nameOfType = (type: ProviderType): string =>
  type === 'practice' ? text.window.practiceName : presets[type].name
