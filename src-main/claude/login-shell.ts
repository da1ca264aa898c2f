import { basename } from 'node:path'
import type { Machine } from './machine.ts'

/** Shells that understand `-l -i -c` and `exec sh "$X"`. In others nothing is run and nothing is asked. */
const KNOWN = new Set(['bash', 'zsh', 'fish', 'ksh', 'mksh', 'dash', 'ash', 'sh'])

/** Whether the user's shell can be asked, and can run a command as a terminal's own shell would. */
export const speaksPosix = (shell: string): boolean => KNOWN.has(basename(shell))

/** What start-up files print stands before and after. As a whole line: dash has `_=` and the last argument in `env`. */
const MARK = '=== cc-relay environment ==='
const LINE = new RegExp(`^${MARK}$`, 'm')
/** A shell with a slow start-up file is waited for this long, in ms. */
const PATIENCE_MS = 8000

export interface LoginEnvironment {
  readonly PATH?: string
  readonly NO_PROXY?: string
  readonly no_proxy?: string
  readonly NODE_EXTRA_CA_CERTS?: string
  /** What would steer a Claude Code started there. */
  readonly ANTHROPIC_BASE_URL?: string
  readonly ANTHROPIC_AUTH_TOKEN?: string
  readonly ANTHROPIC_API_KEY?: string
}

/**
 * What a terminal of this user would have in its environment, as far as it matters here. Empty on
 * Windows (there the app's own environment is the user's) and where the shell does not answer.
 */
export async function loginEnvironment({ platform, shell, spawner }: Machine): Promise<LoginEnvironment> {
  if (platform === 'win32' || !speaksPosix(shell)) return {}
  const script = `echo; echo '${MARK}'; env; echo '${MARK}'`
  // nvm and its kind live in the files of interactive shells; some of those files fail without a terminal.
  for (const how of [
    ['-l', '-i', '-c'],
    ['-l', '-c'],
  ]) {
    const said = await spawner.ask(shell, [...how, script], PATIENCE_MS)
    const between = said?.split(LINE)[1]
    if (between) return read(between)
  }
  return {}
}

function read(lines: string): LoginEnvironment {
  const found: Record<string, string> = {}
  for (const line of lines.split('\n')) {
    const [, name, value] =
      /^(PATH|NO_PROXY|no_proxy|NODE_EXTRA_CA_CERTS|ANTHROPIC_BASE_URL|ANTHROPIC_AUTH_TOKEN|ANTHROPIC_API_KEY)=(.*)$/.exec(
        line,
      ) ?? []
    if (name && value !== undefined) found[name] = value
  }
  return found
}
