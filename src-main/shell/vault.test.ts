import { expect, it } from 'vitest'
import type { Cipher } from '../ports.ts'
import { memoryVault } from '../secrets/memory-vault.ts'
import { createRedactor } from '../secrets/redact.ts'
import { untilQuit } from './cipher.ts'
import { vaultOf } from './vault.ts'

it('a keyring that says nothing at the start is not waited for, and is used once it has spoken', async () => {
  let speak = (_: Cipher) => {}
  const asked = new Promise<Cipher>((resolve) => {
    speak = resolve
  })
  const view = { kind: 'keyring', backend: 'toy' } as const
  const vault = await vaultOf({ asked, view, open: () => memoryVault(createRedactor(), 'toy'), patienceMs: 20 })
  expect(vault.view).toEqual(view)
  const putting = vault.put('key_a' as never, 'https://a.example', 'a-secret-of-some-length')
  speak(untilQuit())
  await putting
  expect((await vault.use('key_a' as never, 'https://a.example')).reveal()).toBe('a-secret-of-some-length')
})

it('a keyring that cannot say anything keeps keys until quit', async () => {
  const asked = Promise.reject<Cipher>(new Error('no bus'))
  const kinds: string[] = []
  await vaultOf({
    ...{ asked, view: { kind: 'keyring', backend: 'x' } },
    open: (cipher) => {
      kinds.push(cipher.kind)
      return memoryVault(createRedactor())
    },
  })
  expect(kinds).toEqual([untilQuit().kind])
})
