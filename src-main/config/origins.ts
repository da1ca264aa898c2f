import { Document, isMap, isScalar, isSeq, visit } from 'yaml'
import { text } from '../../src-shared/text/text.ts'
import { modernise } from './legacy.ts'
import type { FileConfig } from './load-file.ts'
import { isBlock, type Path } from './problems.ts'

/** What stands for a secret wherever one is in force. */
const masked = (hint: string): string => (hint === '' ? '«…»' : `«…${hint}»`)

/**
 * A config in force as YAML, each value with a word about where it comes from: the file, a variable of the
 * environment, or nobody. Secrets are masked. `raw`: the file as it was read; `null`: there is none, and the
 * values are the app's own.
 */
export function withOrigins({ config, secrets, clientTokens }: FileConfig, raw: unknown): string {
  const from = text.cli.config.from
  const known = raw === null ? null : modernise(raw).value
  const tokens = clientTokens.length === 0 ? `(${text.cli.config.token})` : masked('')
  const shown = {
    ...config,
    server: { ...config.server, auth: { ...config.server.auth, api_key: tokens } },
    providers: config.providers.map(({ keys, ...provider }) => ({
      ...provider,
      keys: keys.map(({ id, hint, ...key }) => ({
        key: secrets.some((one) => one.id === id) ? masked(hint ?? '') : `(${from.vault})`,
        ...(secrets.some((one) => one.id === id) ? {} : { id, hint }),
        ...key,
      })),
    })),
  }
  const document = new Document(shown, { aliasDuplicateObjects: false })
  visit(document, {
    Scalar(role, node, ancestors) {
      if (role === 'key') return
      const path = pathOf([...ancestors, node])
      node.comment = ` ${known === null ? ofApp(path) : originOf(known, path)}`
    },
  })
  return document.toString({ lineWidth: 0 })

  function ofApp(path: Path): string {
    return path[0] === 'schema_version' ? from.default : from.app
  }
}

function originOf(raw: unknown, path: Path): string {
  const { from } = text.cli.config
  // An older name may say it: see `Config`.
  const isToken = path.join('.') === 'server.auth.api_key'
  const value = at(raw, path) ?? (isToken ? at(raw, ['server', 'api_key']) : undefined)
  if (value === undefined) return from.default
  if (typeof value !== 'string') return from.file
  const names = [...value.matchAll(/\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g)].flatMap(([, name]) => (name ? [name] : []))
  return names.length === 0 ? from.file : from.environment(names)
}

function at(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)]
    return isBlock(value) ? value[String(step)] : undefined
  }, raw)
}

/** Where a node stands, by what is above it. */
function pathOf(chain: readonly unknown[]): Path {
  const path: (string | number)[] = []
  for (let at = 0; at < chain.length - 1; at++) {
    const [node, next, after] = [chain[at], chain[at + 1], chain[at + 2]]
    if (isSeq(node)) path.push(node.items.indexOf(next))
    else if (isMap(node)) {
      const pair = node.items.find((one) => one === next)
      if (pair && isScalar(pair.key) && after !== undefined) path.push(String(pair.key.value))
    }
  }
  return path
}
