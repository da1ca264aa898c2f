import type { VaultView } from '../../src-shared/ipc/snapshot.ts'
import type { Cipher } from '../ports.ts'
import { lateVault } from '../secrets/late-vault.ts'
import { soon } from '../secrets/soon.ts'
import type { Vault } from '../secrets/vault.ts'
import { untilQuit } from './cipher.ts'

/** A keyring that is there says so within this, in ms; one that asks its user something takes as long as they do. */
const PATIENCE_MS = 2000

interface Parts {
  /** The keyring, once it has said whether it can be used. */
  readonly asked: Promise<Cipher>
  /** What it is called until then. */
  readonly view: VaultView
  open(cipher: Cipher): Vault
  readonly patienceMs?: number
}

/** The vault of this system. The app does not wait for a keyring that asks its user something: keys wait for it. */
export async function vaultOf({ asked, view, open, patienceMs = PATIENCE_MS }: Parts): Promise<Vault> {
  const cipher = asked.catch(untilQuit)
  const known = await soon(cipher, patienceMs)
  return known ? open(known.value) : lateVault(async () => open(await cipher), view)
}
