import { text } from '../../src-shared/text/text.ts'
import { cleanName, memberOf, members } from './clean.ts'
import { nothing, type Reading, skip, together } from './found.ts'
import { readVariables } from './variables.ts'

const words = text.intake

/** A provider of cc-switch, out of its database or its older file. */
export interface SwitchRow {
  readonly app: string
  readonly name: unknown
  /** What it would write into the app's own settings. */
  readonly settings: unknown
  readonly meta: unknown
}

/**
 * Providers for Claude Code: `settings.env` holds what Claude Code itself reads. Those for other programs, and
 * those that speak another format (`meta.apiFormat`), are named and left.
 */
export function readSwitchRows(rows: readonly SwitchRow[]): Reading {
  return together(
    rows.map(({ app, name: written, settings, meta }, at) => {
      const name = cleanName(written) || words.provider(at + 1)
      if (app !== 'claude') return skip(name, words.otherApp(cleanName(app)))
      const format = memberOf(meta, 'apiFormat')
      if (typeof format === 'string' && format !== '' && format !== 'anthropic')
        return skip(name, words.otherFormat(cleanName(format)))
      const variables = members(memberOf(settings, 'env')).flatMap(([key, value]) =>
        typeof value === 'string' ? [{ name: key, value: value.trim() }] : [],
      )
      const reading = readVariables({ variables, title: name, provider: name, around: [] })
      const empty = reading.found.length + reading.skipped.length === 0
      return empty ? skip(name, words.noKey) : reading
    }),
  )
}

/**
 * Its file before there was a database, `~/.cc-switch/config.json`: version 2 keeps providers by app, the first
 * version knew Claude Code only. `null`: this is another document.
 */
export function readSwitchDocument(document: unknown): Reading | null {
  const apps = ['claude', 'codex', 'gemini', 'claude-desktop', 'opencode'].filter(
    (app) => providersOf(memberOf(document, app)) !== null,
  )
  if (apps.length > 0) return together(apps.map((app) => readManager(app, memberOf(document, app))))
  return providersOf(document) === null || memberOf(document, 'current') === undefined
    ? null
    : readManager('claude', document)
}

function readManager(app: string, manager: unknown): Reading {
  const providers = providersOf(manager)
  if (providers === null) return nothing
  return readSwitchRows(
    providers.map(([id, it]) => ({
      app,
      name: memberOf(it, 'name') ?? id,
      settings: memberOf(it, 'settingsConfig'),
      meta: memberOf(it, 'meta'),
    })),
  )
}

function providersOf(manager: unknown): [string, unknown][] | null {
  const all = members(memberOf(manager, 'providers'))
  return all.length > 0 && all.every(([, it]) => memberOf(it, 'settingsConfig') !== undefined) ? all : null
}
