import { type Config, defaultConfig } from '../../src-shared/config/schema.ts'
import { besideFile } from '../files/folders.ts'
import { watchForChanges } from '../files/watch.ts'
import { durableJson } from '../node/durable-json.ts'
import type { Ids, JsonFile, Log } from '../ports.ts'
import { type ClientToken, tokenOfFile } from '../secrets/client-token.ts'
import { fileVault } from '../secrets/file-vault.ts'
import type { Redactor } from '../secrets/redact.ts'
import type { Vault } from '../secrets/vault.ts'
import { type Kinds, originOf } from './derive.ts'
import { type FileSource, openFile } from './file-source.ts'
import { type Format, formatOf } from './format.ts'
import { keyIds } from './key-ids.ts'
import type { Context } from './load-file.ts'
import type { ConfigSource } from './source.ts'

interface Parts {
  readonly path: string
  readonly format: Format
  /** The folder of everything that is ours. */
  readonly home: string
  readonly env: Context['env']
  readonly ids: Ids
  readonly log: Log
  readonly redactor: Redactor
  readonly kinds: Kinds
  /** For what the app only remembers; `null`: it is no app. */
  readonly memory: ConfigSource | null
  /** For keys whose secret is not in the file. */
  readonly beside: Vault
  /** For a file that sets no client token. */
  readonly token: ClientToken
  /** In force where the file cannot be used at the start; `null`: then there is no start. */
  readonly first: Config | null
}

/** Everything that a start with a config file brings in place of the app's own. */
export interface FileHouse {
  readonly source: FileSource
  readonly vault: Vault
  readonly token: ClientToken
  readonly hints: JsonFile
  readonly days: JsonFile
  /** From now on the file is read again as it changes. Returns the way to stop. */
  watch(): () => void
}

/** Opens a config file; where it cannot be used and there is nothing in its place, its problems. */
export async function openFileHouse(parts: Parts): Promise<FileHouse | readonly string[]> {
  const { path, format, home, log, kinds, memory, first } = parts
  const beside = besideFile(home, path)
  const source = await openFile(
    { path, format, log, memory, context: contextOf(parts, durableJson(beside.names)) },
    first,
  )
  if (!('edit' in source)) return source
  const secretOf = (id: string) => {
    const written = source.secrets().find((one) => one.id === id)
    const provider = source.current().providers.find(({ name }) => name === written?.provider)
    return written && provider ? { secret: written.secret, origin: originOf(provider, kinds) } : null
  }
  return {
    source,
    vault: fileVault({ path, secretOf, forget: source.forget }, parts.beside),
    token: tokenOfFile(source.tokens, parts.token),
    hints: durableJson(beside.hints),
    days: durableJson(beside.days),
    watch: () => watchForChanges(path, () => void source.reload()),
  }
}

/** For an app that opens whatever the file looks like: its window says what is wrong, and the defaults are in force. */
export async function openFileOrDefaults(
  path: string,
  parts: Omit<Parts, 'path' | 'format' | 'first'>,
): Promise<FileHouse> {
  const house = await openFileHouse({ ...parts, path, format: formatOf(path) ?? 'yaml', first: defaultConfig() })
  if ('source' in house) return house
  throw new Error(house.join('\n'))
}

/** What reading a config file takes. `names`: where the ids of its keys are kept. */
export function contextOf(
  { env, ids, redactor, kinds }: Pick<Parts, 'env' | 'ids' | 'redactor' | 'kinds'>,
  names: JsonFile | null,
): Context {
  return {
    env,
    needsKey: (type) => Object.values(kinds).some((kind) => kind.type === type && kind.needsKey),
    idOf: keyIds(ids, names),
    know: redactor.know,
    safe: redactor.text,
  }
}
