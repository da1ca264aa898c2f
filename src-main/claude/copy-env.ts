import { quote, type Shell } from './quote.ts'

/**
 * The environment as lines to paste at the prompt of that shell. What the terminal itself keeps off its
 * proxy is not known here, so those two lines say "ours, then whatever is set".
 */
export function environmentLines(shell: Shell, env: Readonly<Record<string, string>>): string {
  // Windows has one variable for both spellings.
  const entries = Object.entries(env).filter(([name]) => shell !== 'cmd' || name !== 'no_proxy')
  const end = shell === 'cmd' ? '\r\n' : '\n'
  return entries.map(([name, value]) => (/^no_proxy$/i.test(name) ? extend : assign)[shell](name, value) + end).join('')
}

type Line = (name: string, value: string) => string

const assign: Readonly<Record<Shell, Line>> = {
  posix: (name, value) => `export ${name}=${quote.posix(value)}`,
  fish: (name, value) => `set -gx ${name} ${quote.fish(value)}`,
  powershell: (name, value) => `$env:${name} = ${quote.powershell(value)}`,
  cmd: (name, value) => `set "${name}=${value}"`,
}

const extend: Readonly<Record<Shell, Line>> = {
  posix: (name, value) => `export ${name}=${quote.posix(value)}"\${${name}:+,$${name}}"`,
  fish: (name, value) => `set -gx ${name} (string join , ${quote.fish(value)} $${name})`,
  powershell: (name, value) => `$env:${name} = (@(${quote.powershell(value)}, $env:${name}) -ne $null) -join ','`,
  cmd: (name, value) => `if defined ${name} (set "${name}=${value},%${name}%") else set "${name}=${value}"`,
}
