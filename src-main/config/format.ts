import { extname } from 'node:path'

export type Format = 'yaml' | 'toml'

const FORMATS: Readonly<Record<string, Format>> = { '.yaml': 'yaml', '.yml': 'yaml', '.toml': 'toml' }

/** How a config file is written, by its name; `null`: not one of ours. */
export const formatOf = (path: string): Format | null => FORMATS[extname(path).toLowerCase()] ?? null

/** What a config file is called where nobody names it, in the order they are looked for. */
export const configNames = ['config.yaml', 'config.yml', 'config.toml'] as const
