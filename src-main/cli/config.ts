import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { migrate } from '../../src-shared/config/migrations.ts'
import { Config, defaultConfig } from '../../src-shared/config/schema.ts'
import { text } from '../../src-shared/text/text.ts'
import { formatOf } from '../config/format.ts'
import type { FileConfig } from '../config/load-file.ts'
import { withOrigins } from '../config/origins.ts'
import { readToml } from '../config/read-toml.ts'
import { readYaml } from '../config/read-yaml.ts'
import { writeDurably } from '../files/durable.ts'
import { foldersIn } from '../files/folders.ts'
import { homeOf } from './door.ts'
import { Failed } from './failed.ts'
import { findConfig, lookForConfig } from './find-config.ts'
import { readConfig, readText } from './local-token.ts'
import { readOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

const words = text.cli.config

/** `cc-relay config …`: a config file is begun, checked and explained. */
export async function config(args: readonly string[], terminal: Terminal): Promise<void> {
  const [part = '', ...rest] = args
  const command = Object.hasOwn(parts, part) ? parts[part] : undefined
  if (!command) throw new Failed(text.cli.unknownPart('config', Object.keys(parts)))
  await command(rest, terminal)
}

const parts: Readonly<Record<string, typeof config>> = { init, validate, show }

/** Beside the rest of what is ours, unless somebody names another place. */
async function init(args: readonly string[], terminal: Terminal): Promise<void> {
  const { options } = readOptions(args, { values: ['output'], switches: ['force'] })
  const path = resolve(terminal.cwd, options.output ?? resolve(homeOf(terminal), 'config.yaml'))
  const format = formatOf(path)
  if (format === null) throw new Failed(text.cli.unknownFormat(path))
  if (existsSync(path) && !options.force) throw new Failed(words.exists(path))
  await writeDurably(path, text.cli.template[format]).catch((error: NodeJS.ErrnoException) => {
    throw new Failed(words.notWritten(path, error.code ?? error.message), 1)
  })
  terminal.out(`${words.written(path)}\n`)
}

async function validate(args: readonly string[], terminal: Terminal): Promise<void> {
  const { options, words: named } = readOptions(args, { values: ['config'], words: 1 })
  const { path } = findConfig(named[0] ?? options.config, terminal.cwd, homeOf(terminal))
  const { config: read, notes } = readConfig(terminal, path)
  const keys = read.providers.reduce((sum, provider) => sum + provider.keys.length, 0)
  terminal.out(`${[...notes, words.fine(path, read.providers.length, keys)].join('\n')}\n`)
}

/** Of the file that a start would read; where there is none, of the app's own settings. */
async function show(args: readonly string[], terminal: Terminal): Promise<void> {
  const { options, words: named } = readOptions(args, { values: ['config'], words: 1 })
  const found = lookForConfig(named[0] ?? options.config, terminal.cwd, homeOf(terminal))
  if (found) {
    const file = readConfig(terminal, found.path)
    const source = readText(found.path)
    const read = found.format === 'toml' ? readToml(source) : readYaml(source)
    return terminal.out(`# ${found.path}\n${withOrigins(file, read.ok ? read.raw : {})}`)
  }
  const { config: path } = foldersIn(homeOf(terminal))
  if (!existsSync(path)) return terminal.out(withOrigins(own(defaultConfig()), {}))
  terminal.out(`# ${path}\n${withOrigins(own(readStore(path)), null)}`)
}

/** Only looks: what the app would do with settings that it cannot read is its own business. */
function readStore(path: string): Config {
  try {
    const migrated = migrate(JSON.parse(readText(path)))
    return Config.parse('document' in migrated ? migrated.document : null)
  } catch (error) {
    if (error instanceof Failed) throw error
    throw new Failed(words.notOurs(path))
  }
}

const own = (of: Config): FileConfig => ({ config: of, secrets: [], clientTokens: [], notes: [] })
