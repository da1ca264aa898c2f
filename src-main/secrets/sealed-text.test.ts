import { describe, expect, it } from 'vitest'
import { isSealed, openText, sealText } from './sealed-text.ts'

const PLAIN = 'providers:\n  - key: sk-ant-api03-canary\n'

describe('a sealed text', () => {
  it('opens with its passphrase alone, and says nothing without it', async () => {
    const sealed = await sealText(PLAIN, 'correct horse')
    expect(isSealed(sealed)).toBe(true)
    expect(sealed).not.toContain('canary')
    expect(await openText(sealed, 'correct horse')).toBe(PLAIN)
    expect(await openText(sealed, 'correct house')).toBeNull()
  })

  it('does not open when a single character of it was changed', async () => {
    const sealed = await sealText(PLAIN, 'correct horse')
    const document = JSON.parse(sealed)
    const bytes = Buffer.from(document.sealed, 'base64')
    bytes[30] = (bytes[30] ?? 0) ^ 1
    const changed = JSON.stringify({ ...document, sealed: bytes.toString('base64') })
    expect(await openText(changed, 'correct horse')).toBeNull()
  })

  it('that would cost its reader a gigabyte is none', async () => {
    const document = JSON.parse(await sealText(PLAIN, 'correct horse'))
    document.passphrase.cost = 2 ** 20
    expect(isSealed(JSON.stringify(document))).toBe(false)
  })

  it('is told from everything else', () => {
    for (const source of ['', '{', '{"cc_relay_export":2}', 'cc_relay_export: 1']) expect(isSealed(source)).toBe(false)
  })
})
