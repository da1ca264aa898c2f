import { basename, dirname, join } from 'node:path'
import { migrate } from '../../src-shared/config/migrations.ts'
import { Config, defaultConfig } from '../../src-shared/config/schema.ts'
import { text } from '../../src-shared/text/text.ts'
import { writeDurably } from '../files/durable.ts'
import { setAside } from '../files/set-aside.ts'
import { Refusal } from '../ipc/refusal.ts'
import type { Clock, JsonFile, Log } from '../ports.ts'
import { isBlock } from './problems.ts'
import { type ConfigSource, type LiveConfig, listeners } from './source.ts'

interface Parts {
  file: JsonFile
  clock: Clock
  log: Log
  /** Of somebody who starts for the first time; absent: as of somebody who has set nothing. */
  first?: Config
  /** For tests of a future version. */
  bringUp?: typeof migrate
}

type Loaded = { config: Config; problem: string | null; writable: boolean }

/** https alone. Not the default of the schema: what an earlier version was told to serve over http goes on so. */
export const guardedConfig = (): Config => Config.parse({ server: { plain_http: false } })

/**
 * The app's own settings, one JSON document. A file that cannot be understood is kept beside and the
 * defaults are used; one of a newer version, or one that cannot be read at all, is never written to.
 */
export async function openStore(parts: Parts): Promise<ConfigSource> {
  const { file, log } = parts
  const loaded = await load(parts)
  if (loaded.problem) log.warn({ path: file.path }, loaded.problem)
  let config: LiveConfig = loaded.config
  let last: Promise<unknown> = Promise.resolve()
  const told = listeners()
  const view = { source: 'app', path: file.path, problem: loaded.problem } as const

  return {
    view: () => view,
    current: () => config,
    edit(change) {
      const next = last.then(async () => {
        const wanted = change(config)
        if (wanted === config) return
        if (!loaded.writable) throw new Refusal(text.notices.notSavedReadOnly(file.path))
        const checked = Config.parse(wanted)
        await save(file, checked, log)
        config = checked
        told.tell()
      })
      last = next.catch(() => {})
      return next
    },
    subscribe: told.add,
    reload: null,
  }
}

async function save(file: JsonFile, config: Config, log: Log): Promise<void> {
  try {
    await file.write(config)
  } catch (error) {
    const code = codeOf(error)
    log.error({ path: file.path, code }, 'the settings could not be saved')
    throw new Refusal(text.notices.notSaved(code))
  }
}

async function load(parts: Parts): Promise<Loaded> {
  const { file, clock, first, bringUp = migrate } = parts
  const words = text.config.store
  const defaults = defaultConfig()
  let found: unknown
  try {
    found = file.read()
  } catch (error) {
    const code = codeOf(error)
    if (code !== '') return { config: defaults, problem: words.unreadable(file.path, code), writable: false }
    return { config: defaults, problem: words.broken(setAside(file.path, clock.now())), writable: true }
  }
  if (found === undefined) return { config: first ?? defaults, problem: null, writable: true }

  const migrated = isBlock(found) ? bringUp(found) : ({ kind: 'unknown' } as const)
  if (migrated.kind === 'newer') return { config: defaults, problem: words.newer(file.path), writable: false }
  const parsed = migrated.kind === 'unknown' ? null : Config.safeParse(migrated.document)
  if (!parsed?.success) {
    return { config: defaults, problem: words.broken(setAside(file.path, clock.now())), writable: true }
  }
  if (migrated.kind === 'migrated') {
    const name = basename(file.path, '.json')
    await writeDurably(join(dirname(file.path), `${name}.v${migrated.from}.json`), JSON.stringify(found, null, 2))
    await file.write(parsed.data)
  }
  return { config: parsed.data, problem: null, writable: true }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? ''
