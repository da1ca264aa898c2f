import { join } from 'node:path'
import { openStore } from '../../src-main/config/store.ts'
import { nodeClock } from '../../src-main/node/clock.ts'
import { durableJson } from '../../src-main/node/durable-json.ts'
import type { Log } from '../../src-main/ports.ts'
import { sealer } from '../../src-main/secrets/key-cipher.ts'
import { createRedactor } from '../../src-main/secrets/redact.ts'
import { sealedVault } from '../../src-main/secrets/sealed-vault.ts'

export const ORIGIN = 'https://api.anthropic.com'
export const secretOf = (id: string): string => `sk-ant-kept-${id}`

const log: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** What a user's folder keeps of keys, opened as the app opens it. */
export async function keptKeys(home: string) {
  const store = await openStore({ file: durableJson(join(home, 'config.json')), clock: nodeClock, log })
  const vault = sealedVault({
    cipher: { kind: 'keyring', backend: 'toy', ...sealer(async () => Buffer.alloc(32, 7)) },
    file: durableJson(join(home, 'secrets.json')),
    ...{ clock: nodeClock, log, redactor: createRedactor() },
  })
  return { store, vault }
}
