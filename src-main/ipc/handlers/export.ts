import { existsSync } from 'node:fs'
import { KeyId } from '../../../src-shared/domain/ids.ts'
import type { Handlers } from '../../../src-shared/ipc/contract.ts'
import { text } from '../../../src-shared/text/text.ts'
import { originOf } from '../../config/derive.ts'
import { exportYaml } from '../../config/export.ts'
import { writeDurably } from '../../files/durable.ts'
import { sealText } from '../../secrets/sealed-text.ts'
import { VaultProblem } from '../../secrets/vault.ts'
import { Refusal } from '../refusal.ts'
import { lend } from './key-check.ts'
import type { Rooms } from './rooms.ts'
import { stored } from './stored.ts'

const NAMES = { plain: 'cc-relay.yaml', sealed: 'cc-relay-keys.sealed.json' } as const

/** The config with variables for keys, or with the keys and sealed under a passphrase; nothing of it crosses to a window. */
export function exportHandlers(rooms: Rooms): Pick<Handlers, 'export.save'> {
  async function secrets(): Promise<Map<KeyId, string>> {
    const { source, vault } = rooms.live()
    const all = new Map<KeyId, string>()
    for (const provider of source.current().providers) {
      for (const [at, key] of provider.keys.entries()) {
        if (!key.id) continue
        try {
          const secret = await lend(vault, { provider, key, at }, originOf(provider, rooms.kinds), rooms.kinds)
          if (secret) all.set(KeyId.parse(key.id), secret.reveal())
        } catch (error) {
          // One that cannot be had is written as a variable.
          if (!(error instanceof VaultProblem)) throw error
        }
      }
    }
    return all
  }

  return {
    async 'export.save'({ path: named, passphrase }) {
      const { source, practice } = rooms.live()
      if (practice) throw new Refusal(text.notices.practiceOn)
      // Whoever names a file is a command; what is there already stays.
      if (named !== undefined && existsSync(named)) throw new Refusal(text.intake.fileThere(named))
      const path = named ?? (await rooms.desktop.pickSave(NAMES[passphrase === null ? 'plain' : 'sealed']))
      if (path === null) return { path: null, keys: 0, placeholders: [] }
      const held = passphrase === null ? new Map<KeyId, string>() : await secrets()
      const { yaml, placeholders } = exportYaml(source.current(), held)
      await stored(writeDurably(path, passphrase === null ? yaml : await sealText(yaml, passphrase)))
      return { path, keys: held.size, placeholders: [...placeholders] }
    },
  }
}
