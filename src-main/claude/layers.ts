import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LayerName } from '../../src-shared/domain/claude-code.ts'
import type { Machine } from './machine.ts'
import { settingsPath } from './settings/file.ts'

/** Names that decide where Claude Code goes and what it shows there. */
export const STEERING = ['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY'] as const
export type Steering = (typeof STEERING)[number]

/** One place Claude Code takes settings from, and what of them steers it. */
export interface Layer {
  readonly name: LayerName
  /** `null`: the environment. */
  readonly path: string | null
  readonly values: Readonly<Partial<Record<Steering, string>>>
  readonly apiKeyHelper: boolean
  /** It is there and cannot be read as settings. */
  readonly isBroken: boolean
}

/**
 * Where Claude Code looks when it is started in a folder, what counts most first (its documentation, "Settings
 * precedence"; that settings beat the environment was measured). What a single start is told by `--settings`
 * stands between the first and the second and cannot be seen from here.
 */
export function layersOf(machine: Machine, folder: string, managed = managedFiles(machine.platform)): Layer[] {
  const files: [LayerName, string][] = [
    ...managed.map((path): [LayerName, string] => ['managed', path]),
    ['local', join(folder, '.claude', 'settings.local.json')],
    ['project', join(folder, '.claude', 'settings.json')],
    ['user', settingsPath(machine)],
  ]
  const user = settingsPath(machine)
  // In the home folder the project's settings are the user's own.
  const own = files.filter(([name, path]) => name !== 'project' || path !== user)
  return [
    ...own.map(([name, path]) => fromFile(name, path)).filter((layer) => layer !== null),
    { name: 'environment', path: null, values: steering(machine.env), apiKeyHelper: false, isBroken: false },
  ]
}

/** Set by whoever manages the machine; in their folder a later name wins, so it comes first here. */
function managedFiles(platform: NodeJS.Platform): string[] {
  const folder =
    platform === 'darwin'
      ? '/Library/Application Support/ClaudeCode'
      : platform === 'win32'
        ? 'C:\\Program Files\\ClaudeCode'
        : '/etc/claude-code'
  const more = join(folder, 'managed-settings.d')
  const parts = namesIn(more).filter((name) => name.endsWith('.json'))
  return [
    ...parts
      .sort()
      .reverse()
      .map((name) => join(more, name)),
    join(folder, 'managed-settings.json'),
  ]
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function fromFile(name: LayerName, path: string): Layer | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const isMissing = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
    return isMissing ? null : { name, path, values: {}, apiKeyHelper: false, isBroken: true }
  }
  try {
    const found = JSON.parse(text.replace(/^\uFEFF/, '')) as { env?: Record<string, unknown>; apiKeyHelper?: unknown }
    const apiKeyHelper = typeof found.apiKeyHelper === 'string' && found.apiKeyHelper !== ''
    return { name, path, values: steering(found.env ?? {}), apiKeyHelper, isBroken: false }
  } catch {
    return { name, path, values: {}, apiKeyHelper: false, isBroken: true }
  }
}

function steering(env: Readonly<Record<string, unknown>>): Layer['values'] {
  const values: Partial<Record<Steering, string>> = {}
  for (const name of STEERING) {
    const value = env[name]
    // An empty text is how a layer takes away what a lower one sets.
    if (typeof value === 'string') values[name] = value
  }
  return values
}

/** The layer whose word counts for a name; `null`: nobody says anything, or it is taken away. */
export function decidedBy(layers: readonly Layer[], name: Steering): { layer: Layer; value: string } | null {
  const layer = layers.find(({ values }) => values[name] !== undefined)
  const value = layer?.values[name]
  return layer && value ? { layer, value } : null
}
