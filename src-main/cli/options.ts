import { Listen } from '../../src-shared/config/schema.ts'
import { text } from '../../src-shared/text/text.ts'
import { Failed } from './failed.ts'

type Options<V extends string, S extends string> = { [K in V]?: string } & { [K in S]?: true }

/**
 * `--name value`, `--name=value` or a bare `--name`, each at most once, and up to `words` words beside them;
 * anything else is refused by name. After `--` everything is a word.
 */
export function readOptions<V extends string, S extends string>(
  args: readonly string[],
  known: { values?: readonly V[]; switches?: readonly S[]; words?: number },
): { options: Options<V, S>; words: readonly string[] } {
  const { values = [], switches = [], words: most = 0 } = known
  const found: Record<string, string | true> = {}
  const words: string[] = []
  const isOne = (list: readonly string[], name: string) => list.includes(name)
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string
    if (arg === '--') {
      words.push(...args.slice(at + 1))
      break
    }
    if (!arg.startsWith('-') || arg === '-') {
      words.push(arg)
      continue
    }
    const [written = '', inline] = arg.split(/=(.*)/s)
    const name = written.replace(/^--/, '')
    if (written === name || !(isOne(values, name) || (isOne(switches, name) && inline === undefined)))
      throw new Failed(text.cli.unknownOption(written))
    if (name in found) throw new Failed(text.cli.twice(written))
    if (isOne(switches, name)) {
      found[name] = true
      continue
    }
    const value = inline ?? args[++at]
    if (value === undefined || value === '') throw new Failed(text.cli.needsValue(written))
    found[name] = value
  }
  const extra = words[most]
  if (extra !== undefined) throw new Failed(text.cli.unknownWord(extra))
  return { options: found as Options<V, S>, words }
}

/** Checked before anything is started. */
export function listenOption(value: string | undefined): { listen?: string } {
  if (value === undefined) return {}
  if (!Listen.safeParse(value).success) throw new Failed(text.cli.badListen(value))
  return { listen: value }
}

/** A value that must be one of these. */
export function oneOf<T extends string>(name: string, value: string | undefined, all: readonly T[]): T | undefined {
  const found = all.find((one) => one === value)
  if (value !== undefined && found === undefined) throw new Failed(text.cli.badValue(name, value, all))
  return found
}
