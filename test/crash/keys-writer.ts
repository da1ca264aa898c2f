import { addKey, newKey, removeKey } from '../../src-main/config/edit.ts'
import { ProviderEntry } from '../../src-shared/config/schema.ts'
import { KeyId } from '../../src-shared/domain/ids.ts'
import { keptKeys, ORIGIN, secretOf } from './kept-keys.ts'

/** Stores key after key until it is killed, and says the id of each once it is stored. */
const [, , home = ''] = process.argv
/** So that the files stay of one size. */
const MOST = 20

const { store, vault } = await keptKeys(home)
const provider = ProviderEntry.parse({ name: 'anthropic', type: 'anthropic' })
if (store.current().providers.length === 0) await store.edit((config) => ({ ...config, providers: [provider] }))
for (let n = 0; ; n++) {
  const id = KeyId.parse(`key_${process.pid}_${n}`)
  await vault.put(id, ORIGIN, secretOf(id))
  await store.edit(addKey('anthropic', newKey(id, id, '')))
  process.stdout.write(`${id}\n`)
  const [oldest, ...others] = store.current().providers[0]?.keys ?? []
  if (!oldest?.id || others.length < MOST) continue
  await store.edit(removeKey('anthropic', oldest.id))
  await vault.drop([oldest.id])
}
