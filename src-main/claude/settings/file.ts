import { lstatSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '../../files/durable.ts'
import type { Machine } from '../machine.ts'

/** The user's own settings of Claude Code. */
export const settingsPath = ({ env, home }: Pick<Machine, 'env' | 'home'>): string =>
  join(env.CLAUDE_CONFIG_DIR || join(home, '.claude'), 'settings.json')

/** The bytes of a file; `null`: there is none. A link that leads nowhere is no missing file: it throws. */
export function bytesOf(path: string): Buffer | null {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return null
  return readFileSync(path)
}

/** Writes it where a link leads, with the mode it has; a new one is its owner's alone. `null` removes it. */
export async function put(path: string, bytes: Buffer | null): Promise<void> {
  if (bytes === null) return rmSync(path)
  const mode = statSync(path, { throwIfNoEntry: false })?.mode
  await writeDurably(path, bytes, { mode: mode === undefined ? 0o600 : mode & 0o777 })
}
