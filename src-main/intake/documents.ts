import { readSwitchDocument } from './cc-switch.ts'
import { readRouter } from './claude-code-router.ts'
import { cleanName, memberOf, members } from './clean.ts'
import { nothing, type Reading, together } from './found.ts'
import { readLines } from './lines.ts'
import { readHouse } from './relay-config.ts'
import { keysIn } from './tokens.ts'
import { readVariables, type Variable } from './variables.ts'

/** Deeper or wider than any file of keys. */
const MOST_DEPTH = 12
const MOST_NODES = 20_000

/** A JSON or YAML document: a file of a program that is known, else whatever in it is called like a key. */
export function readDocument(value: unknown): Reading {
  if (Array.isArray(memberOf(value, 'Providers'))) return readRouter(value)
  if (Array.isArray(memberOf(value, 'providers'))) return readHouse(value)
  const switched = readSwitchDocument(value)
  return switched ?? readAny(value)
}

/** Of a file of Claude Code's: what stands in its `env`, and nothing else of it. */
const isSettings = (value: unknown) =>
  members(memberOf(value, 'env')).some(([name]) => /^(ANTHROPIC|CLAUDE)_/.test(name))

function readAny(whole: unknown): Reading {
  let nodes = 0
  const walk = (value: unknown, name: string, around: readonly Variable[], depth: number): Reading => {
    nodes += 1
    if (nodes > MOST_NODES || depth > MOST_DEPTH) return nothing
    if (typeof value === 'string') return keysIn(value).length > 0 ? readLines(value) : nothing
    if (Array.isArray(value)) return together(value.map((it) => walk(it, name, around, depth + 1)))
    const own = members(value)
    const variables = own.flatMap(([key, it]) => (typeof it === 'string' ? [{ name: key, value: it.trim() }] : []))
    const title = cleanName(own.some(([key]) => /^(label|name|title)$/i.test(key)) ? '' : name)
    const here = readVariables({ variables, title: isGeneric(title) ? '' : title, around })
    const keyed = own.flatMap(([key, it]) =>
      isKey(key) ? [readLines(`${typeof it === 'string' ? it : ''}: ${key}`)] : [],
    )
    const inside = own.filter(([, it]) => typeof it === 'object')
    return together([here, ...keyed, ...inside.map(([key, it]) => walk(it, key, [...around, ...variables], depth + 1))])
  }
  return walk(isSettings(whole) ? { env: memberOf(whole, 'env') } : whole, '', [], 0)
}

const isKey = (name: string) => keysIn(name)[0] === name

const isGeneric = (title: string) =>
  /^(env|keys?|credentials?|settings?|config|data|items?|accounts?|api_?keys?)$/i.test(title)
