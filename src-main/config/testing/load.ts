import { KeyId } from '../../../src-shared/domain/ids.ts'
import { createRedactor } from '../../secrets/redact.ts'
import type { Format } from '../format.ts'
import { type Context, loadFile } from '../load-file.ts'

type Env = Record<string, string>

/** A machine with these variables, that gives each key an id of its own. */
function context(env: Env = {}): Context {
  let count = 0
  return {
    env,
    needsKey: (type) => type !== 'ollama',
    idOf: () => KeyId.parse(`key_${count++}`),
    know() {},
    safe: createRedactor().text,
  }
}

export const load = (source: string, env?: Env, format: Format = 'yaml') => loadFile(source, format, context(env))

/** What is wrong with it; empty: nothing. */
export const problems = (source: string, env?: Env) => {
  const loaded = load(source, env)
  return loaded.ok ? [] : loaded.problems
}

/** The file of a source in which nothing is wrong. */
export const file = (source: string, env?: Env) => {
  const loaded = load(source, env)
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'))
  return loaded.file
}

export const WORKS = `
providers:
  - name: work
    type: anthropic
    keys:
      - key: sk-ant-aaaaaaaaaaaaaaaa1111
`
