import { readFileSync } from 'node:fs'
import { text } from '../../src-shared/text/text.ts'
import { contextOf } from '../config/file-house.ts'
import { formatOf } from '../config/format.ts'
import { loadFile } from '../config/load-file.ts'
import { foldersIn } from '../files/folders.ts'
import { nodeIds } from '../node/ids.ts'
import { providers as kinds } from '../providers/registry.ts'
import { openClientToken } from '../secrets/client-token.ts'
import { createRedactor } from '../secrets/redact.ts'
import { homeOf } from './door.ts'
import { Failed } from './failed.ts'
import { problemLines } from './problem-lines.ts'
import type { Terminal } from './terminal.ts'

/**
 * The client token a relay of this user accepts. No relay is asked for it: it stands in a file that this user can
 * read, the config file where that sets one.
 */
export async function localToken(terminal: Terminal, configPath: string | null): Promise<string> {
  const set = configPath === null ? [] : readConfig(terminal, configPath).clientTokens
  if (set[0] !== undefined) return set[0]
  const { token } = foldersIn(homeOf(terminal))
  return (await openClientToken(token, nodeIds, createRedactor())).value().reveal()
}

/** A config file as it would be read here. Throws `Failed` with all its problems. */
export function readConfig(terminal: Terminal, path: string) {
  const format = formatOf(path)
  if (format === null) throw new Failed(text.cli.unknownFormat(path))
  const parts = { env: terminal.env, ids: nodeIds, redactor: createRedactor(), kinds }
  const loaded = loadFile(readText(path), format, contextOf(parts, null))
  if (!loaded.ok) throw new Failed(problemLines(path, loaded.problems))
  return loaded.file
}

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Failed(text.cli.unreadable(path, (error as NodeJS.ErrnoException).code ?? ''))
  }
}
