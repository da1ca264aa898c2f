import { expect, it } from 'vitest'
import { providersPage } from './providers-page.ts'

/** `npm run providers` writes it anew. */
it('docs/providers.md is what the presets say', async () => {
  await expect(providersPage()).toMatchFileSnapshot('../docs/providers.md')
})
