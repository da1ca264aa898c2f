import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { ConfigView } from '../../src-shared/ipc/snapshot.ts'
import { text } from '../../src-shared/text/text.ts'
import { writeDurably } from '../files/durable.ts'
import { stored } from '../ipc/handlers/stored.ts'
import { Refusal } from '../ipc/refusal.ts'
import type { Log } from '../ports.ts'
import type { Format } from './format.ts'
import { type Context, type FileConfig, type Loaded, loadFile } from './load-file.ts'
import { apart, nothingRemembered, withRemembered } from './remembered.ts'
import { type ConfigSource, type LiveConfig, listeners } from './source.ts'
import { Undo } from './undo.ts'
import { writeBack } from './write-back.ts'

interface Parts {
  readonly path: string
  readonly format: Format
  readonly context: Context
  readonly log: Log
  /** The app's own settings, for what it only remembers; `null`: remembered until the end of this run. */
  readonly memory: ConfigSource | null
}

/** A config file as a source, with what stands in it beside the config. */
export interface FileSource extends ConfigSource {
  readonly reload: () => Promise<void>
  /** The secrets of the config in force. */
  secrets(): FileConfig['secrets']
  /** The client tokens it sets; none: another one is in force. */
  tokens(): readonly string[]
  /** A removed key will not be brought back. */
  forget(ids: readonly KeyId[]): void
}

/** Text that was read, what it says, and what is wrong with what stands in the file now. */
interface State {
  /** As it stands in the file; `null`: it could not be read. */
  readonly seen: string | null
  /** In force: the last that had no problem. */
  readonly file: FileConfig
  readonly problem: string | null
}

const nothing = (config: FileConfig['config']): FileConfig => ({ config, secrets: [], clientTokens: [], notes: [] })

/**
 * The config file the relay was started with. What is wrong with a later version of it is told, and the one
 * before stays in force; a change is in force whole, from one moment to the next. Edits go into a YAML file
 * where they belong and touch nothing else. `first`: what a start does with a file that cannot be used; its
 * defaults are in force until the file can be.
 */
export async function openFile(
  parts: Parts,
  first: FileConfig['config'] | null,
): Promise<FileSource | readonly string[]> {
  const { path, format, context, log, memory } = parts
  const told = listeners()
  const undo = new Undo()
  let remembered = nothingRemembered
  let last: Promise<unknown> = Promise.resolve()
  let merged: { of: LiveConfig; with: unknown; config: LiveConfig } | null = null

  const opened = await look()
  if (!opened.loaded.ok && first === null) return opened.loaded.problems
  let state = next({ seen: null, file: nothing(first ?? ({} as never)), problem: null }, opened)
  memory?.subscribe(told.tell)

  async function look(): Promise<{ seen: string | null; loaded: Loaded }> {
    try {
      const seen = await readFile(path, 'utf8')
      return { seen, loaded: loadFile(seen, format, context) }
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? ''
      return { seen: null, loaded: { ok: false, problems: [text.cli.unreadable(path, code)] } }
    }
  }

  function next(was: State, { seen, loaded }: Awaited<ReturnType<typeof look>>): State {
    if (!loaded.ok) {
      for (const problem of loaded.problems) log.warn({ path }, problem)
      return { ...was, seen, problem: text.config.stillOld(basename(path), loaded.problems) }
    }
    const { file } = loaded
    for (const note of file.notes) if (!was.file.notes.includes(note)) log.warn({ path }, note)
    // The same object for the same config: nothing is derived again for a comment.
    const config = isDeepStrictEqual(was.file.config, file.config) ? was.file.config : file.config
    return { seen, file: { ...file, config }, problem: null }
  }

  async function refresh(): Promise<void> {
    const found = await look()
    if (found.seen === state.seen && found.seen !== null) return
    state = next(state, found)
    if (state.problem === null) log.info({ path }, 'config file read')
    told.tell()
  }

  function current(): LiveConfig {
    const { config } = state.file
    const noted = memory?.current().app ?? remembered
    if (merged?.of !== config || merged.with !== noted) {
      merged = { of: config, with: noted, config: withRemembered(config, noted) }
    }
    return merged.config
  }

  async function write(wanted: LiveConfig): Promise<void> {
    if (state.problem !== null || state.seen === null) throw new Refusal(text.notices.fileBroken(path))
    if (format === 'toml') throw new Refusal(text.notices.editTheFile(path))
    const before = { source: state.seen, config: state.file.config }
    const { source, loaded } = writeBack(before, wanted, (it) => loadFile(it, format, context), path, undo)
    const { mode } = await stat(path)
    await stored(writeDurably(path, source, { mode: mode & 0o777 }))
    undo.remember(before, { source, config: loaded.config })
    state = next(state, { seen: source, loaded: { ok: true, file: loaded } })
  }

  const inTurn = (task: () => Promise<void>): Promise<void> => {
    const done = last.then(task)
    last = done.catch(() => {})
    return done
  }

  return {
    view: (): ConfigView => ({ source: 'file', path, problem: state.problem }),
    current,
    edit: (change) =>
      inTurn(async () => {
        await refresh()
        const was = current()
        const wanted = change(was)
        if (wanted === was) return
        const { file, memory: noted } = apart(wanted, state.file.config)
        if (!isDeepStrictEqual(file, state.file.config)) await write(file)
        remembered = noted
        await memory?.edit((own) => ({ ...own, app: { ...own.app, ...noted } }))
        told.tell()
      }),
    subscribe: told.add,
    reload: () => inTurn(refresh),
    secrets: () => state.file.secrets,
    tokens: () => state.file.clientTokens,
    forget: (ids) => undo.forget(ids),
  }
}
