import { Listen } from '../../src-shared/config/schema.ts'
import { text } from '../../src-shared/text/text.ts'
import { Failed } from './failed.ts'

/** `--name value`, `--name=value` or a bare `--name`, each at most once; anything else is refused by name. */
export function readOptions<V extends string, S extends string>(
  args: readonly string[],
  known: { values: readonly V[]; switches: readonly S[] },
): { [K in V]?: string } & { [K in S]?: true } {
  const found: Record<string, string | true> = {}
  for (let at = 0; at < args.length; at++) {
    const [written = '', inline] = (args[at] as string).split(/=(.*)/s)
    const name = written.replace(/^--/, '')
    if (written !== name && (known.switches as readonly string[]).includes(name) && inline === undefined) {
      found[name] = true
      continue
    }
    if (written === name || !(known.values as readonly string[]).includes(name))
      throw new Failed(text.cli.unknownOption(written))
    const value = inline ?? args[++at]
    if (value === undefined || value === '') throw new Failed(text.cli.needsValue(written))
    found[name] = value
  }
  return found as never
}

/** Checked before anything is started. */
export function listenOption(value: string | undefined): { listen?: string } {
  if (value === undefined) return {}
  if (!Listen.safeParse(value).success) throw new Failed(text.cli.badListen(value))
  return { listen: value }
}
