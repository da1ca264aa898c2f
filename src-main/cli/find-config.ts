import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { text } from '../../src-shared/text/text.ts'
import { configNames, type Format, formatOf } from '../config/format.ts'
import { Failed } from './failed.ts'

export interface Found {
  readonly path: string
  readonly format: Format
}

/** Where a config file is looked for where nobody names one: here, then in the user's folder of CC Relay. */
const placesIn = (cwd: string, home: string): string[] =>
  [cwd, home].flatMap((folder) => configNames.map((name) => join(folder, name)))

/** The file asked for, else the first that is there; `null`: none is. */
export function lookForConfig(asked: string | undefined, cwd: string, home: string): Found | null {
  const path = asked === undefined ? placesIn(cwd, home).find((place) => existsSync(place)) : resolve(cwd, asked)
  if (path === undefined) return null
  const format = formatOf(path)
  if (format === null) throw new Failed(text.cli.unknownFormat(path))
  if (!existsSync(path)) throw new Failed(text.cli.unreadable(path, 'ENOENT'))
  return { path, format }
}

/** As `lookForConfig`, for a command that cannot do without. */
export function findConfig(asked: string | undefined, cwd: string, home: string): Found {
  const found = lookForConfig(asked, cwd, home)
  if (found === null) throw new Failed(text.cli.noConfig([join(cwd, 'config.yaml'), join(home, 'config.yaml')]))
  return found
}
