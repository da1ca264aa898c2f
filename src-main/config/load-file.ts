import type { Config } from '../../src-shared/config/schema.ts'
import type { KeyId } from '../../src-shared/domain/ids.ts'
import { hintOf } from '../secrets/secret.ts'
import { check } from './check.ts'
import { expand } from './environment.ts'
import type { Format } from './format.ts'
import type { IdOf } from './key-ids.ts'
import { modernise } from './legacy.ts'
import { inOrder, type Note, noteLine, type Problem, problemLine } from './problems.ts'
import { readToml } from './read-toml.ts'
import { readYaml } from './read-yaml.ts'
import { rules } from './rules.ts'

export interface Context {
  env: Readonly<Record<string, string | undefined>>
  /** Whether a type of provider cannot do without a key. */
  needsKey(type: string): boolean
  idOf: IdOf
  /** A secret that was read: from now on it is struck out wherever it turns up. */
  know(secret: string): void
  /** Strikes out what looks like a secret: people put keys into the wrong place. */
  safe(text: string): string
}

/** A config file, read: what may be shown, and apart from it what may not. */
export interface FileConfig {
  readonly config: Config
  /** For the vault. */
  readonly secrets: readonly { id: KeyId; provider: string; secret: string }[]
  /** `server.auth.api_key` or its older name, and `bearer_secret`; empty: the file sets none. */
  readonly clientTokens: readonly string[]
  readonly notes: readonly string[]
}

export type Loaded = { ok: true; file: FileConfig } | { ok: false; problems: readonly string[] }

/** Reads the text of a config file. Problems are whole lines, all at once, with no secret in them. */
export function loadFile(source: string, format: Format, context: Context): Loaded {
  const read = format === 'toml' ? readToml(source) : readYaml(source)
  const line = (problem: Problem, raw: unknown) =>
    problemLine({ ...problem, reason: context.safe(problem.reason), fix: context.safe(problem.fix) }, raw)
  if (!read.ok) return { ok: false, problems: read.problems.map((problem) => line(problem, {})) }
  const modern = modernise(read.raw)
  const { value, problems: unset, touched } = expand(modern.value, context.env)
  const checked = check(value, touched)
  const problems = [...unset, ...(checked.ok ? [] : checked.problems), ...rules(value, context.needsKey)]
  if (!checked.ok || problems.length > 0) {
    // A variable that is not set is told once, not again as a value that is wrong.
    const told = new Set(unset.map(({ path }) => JSON.stringify(path)))
    const rest = problems.filter((problem) => unset.includes(problem) || !told.has(JSON.stringify(problem.path)))
    return { ok: false, problems: [...new Set(inOrder(rest, value).map((problem) => line(problem, value)))] }
  }
  const notes = [...modern.notes].map((note: Note) => noteLine(note, value))
  return { ok: true, file: { ...apart(checked.config, context), notes } }
}

/** Takes the secrets out. Every key gets an id, and a hint where its secret can spare one. */
function apart(config: Config, { idOf, know }: Context): Pick<FileConfig, 'config' | 'secrets' | 'clientTokens'> {
  const secrets: { id: KeyId; provider: string; secret: string }[] = []
  const all = config.providers.flatMap(({ name, keys }) =>
    keys.map(({ key = '' }) => ({ provider: name, secret: key })),
  )
  const providers = config.providers.map((provider) => ({
    ...provider,
    keys: provider.keys.map(({ key, ...entry }) => {
      const id = entry.id ?? idOf(provider.name, key ?? '', all)
      if (key === undefined) return { ...entry, id }
      secrets.push({ id, provider: provider.name, secret: key })
      return { ...entry, id, hint: hintOf(key) }
    }),
  }))
  const { api_key: older, auth, ...server } = config.server
  const clientTokens = [auth.api_key ?? older, auth.bearer_secret].filter((token) => token !== undefined)
  for (const secret of [...clientTokens, ...secrets.map((one) => one.secret)]) know(secret)
  return {
    config: { ...config, server: { ...server, auth: { allow_subscription: auth.allow_subscription } }, providers },
    secrets,
    clientTokens,
  }
}
