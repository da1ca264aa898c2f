import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { text } from '../../src-shared/text/text.ts'
import { Failed } from './failed.ts'

/** The file asked for, else `./config.yaml`, else the one in the user's folder of CC Relay. */
export function findConfig(asked: string | undefined, cwd: string, home: string): { path: string; source: string } {
  if (asked !== undefined) return read(resolve(cwd, asked))
  const places = [join(cwd, 'config.yaml'), join(home, 'config.yaml')]
  const found = places.find((place) => existsSync(place))
  if (found === undefined) throw new Failed(text.cli.noConfig(places))
  return read(found)
}

function read(path: string): { path: string; source: string } {
  if (!/\.ya?ml$/i.test(path)) throw new Failed(text.cli.onlyYaml(path))
  try {
    return { path, source: readFileSync(path, 'utf8') }
  } catch (error) {
    throw new Failed(text.cli.unreadable(path, (error as NodeJS.ErrnoException).code ?? ''))
  }
}
