import { presets } from '../../src-shared/domain/presets/presets.ts'
import { text } from '../../src-shared/text/text.ts'
import { PRACTICE_PREFIX } from '../practice/prefix.ts'
import { anthropicDialect } from './anthropic.ts'
import type { Provider } from './provider.ts'

/** Anthropic's dialect, spoken by the server inside the app; its port is known only once it listens. */
export const practice: Provider = {
  ...anthropicDialect('Practice'),
  type: 'practice',
  baseUrl: 'http://127.0.0.1',
  models: presets.anthropic.models.map(({ id, displayName }) => ({
    id,
    displayName: text.providers.practice.model(displayName),
  })),
  recognises: (secret) => secret.startsWith(PRACTICE_PREFIX),
}
