import type { KeyId } from '../../src-shared/domain/ids.ts'
import { isBlock, listAt } from './problems.ts'
import { readYaml } from './read-yaml.ts'
import type { LiveConfig } from './source.ts'

/** A file's text and what it says. */
export interface Said {
  readonly source: string
  readonly config: LiveConfig
}

interface Gone {
  /** `key:` as it stood in the file, `${NAME}` and all; `undefined`: it had none. */
  readonly key: unknown
  /** The file before and after it went, for as long as nothing else is written. */
  readonly before: string
  readonly after: string
}

/** Keys that were taken out of a file, with the words that only the file had, so that they can come back as they were. */
export class Undo {
  readonly #gone = new Map<KeyId, Gone>()

  /** The file was written: what is no longer in it can still be brought back. */
  remember(before: Said, after: Said): void {
    const left = new Set(idsOf(after.config))
    const raw = readYaml(before.source)
    before.config.providers.forEach((provider, p) => {
      const written = listAt(listAt(raw.ok ? raw.raw : {}, 'providers')[p], 'keys')
      provider.keys.forEach(({ id }, k) => {
        const entry = written[k]
        if (!id || left.has(id) || !isBlock(entry)) return
        this.#gone.set(id, { key: entry.key, before: before.source, after: after.source })
      })
    })
  }

  /** The whole text to go back to, where only this key went since. */
  before(source: string, id: KeyId): string | null {
    const gone = this.#gone.get(id)
    return gone && gone.after === source ? gone.before : null
  }

  /** What stood behind `key:`. */
  keyOf(id: KeyId): unknown {
    return this.#gone.get(id)?.key
  }

  forget(ids: readonly KeyId[]): void {
    for (const id of ids) this.#gone.delete(id)
  }
}

export const idsOf = ({ providers }: LiveConfig): KeyId[] =>
  providers.flatMap(({ keys }) => keys.flatMap(({ id }) => (id ? [id] : [])))
