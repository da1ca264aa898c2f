import { posix, win32 } from 'node:path'
import { text } from '../../src-shared/text/text.ts'
import { speaksPosix } from './login-shell.ts'
import { quote } from './quote.ts'

/** One launch, as its script needs it. All paths are whole. */
export interface Launch {
  /** Private folder of this launch: the script, the settings file, and `started`. */
  readonly own: string
  readonly folder: string
  readonly claude: string
  readonly settings: string
  readonly env: Readonly<Record<string, string>>
  /** The user's login shell; empty: none. */
  readonly shell: string
}

/** In a launch's own folder: there as soon as its script runs, with the process id where the system tells it. */
export const STARTED = 'started'

/**
 * A script for `sh` that starts Claude Code as a terminal of this user would: through the login shell,
 * in the folder, with this environment and none that steers it elsewhere. It removes itself at once and
 * its folder at the end, and keeps the terminal open where something went wrong.
 */
export function posixScript({ own, folder, claude, settings, env, shell }: Launch): string {
  const q = quote.posix
  const again = `CC_RELAY_SCRIPT="$0" exec ${q(shell)} -l -i -c 'exec /bin/sh "$CC_RELAY_SCRIPT" inside'`
  return `#!/bin/sh
own=${q(own)}
hold() { printf '\\n%s\\n' ${q(text.launch.pressEnter)}; read -r _; }
if [ "$1" != inside ]; then
  echo "$$" > "$own/${STARTED}"
  ${speaksPosix(shell) ? `if [ -x ${q(shell)} ]; then ${again}; fi` : ''}
fi
rm -f -- "$0"
trap 'rm -rf -- "$own"' EXIT
trap 'exit 129' HUP
trap 'exit 143' TERM
trap : INT QUIT
cd -- ${q(folder)} || { printf '%s\\n' ${q(text.launch.cannotEnter(folder))}; hold; exit 1; }
for name in $(env | sed -n -e 's/^\\(ANTHROPIC_[A-Za-z0-9_]*\\)=.*/\\1/p' -e 's/^\\(CLAUDE_CODE_USE_[A-Za-z0-9_]*\\)=.*/\\1/p'); do
  unset "$name"
done
unset CC_RELAY_SCRIPT CLAUDECODE CLAUDE_CODE_ENTRYPOINT CLAUDE_CODE_SSE_PORT CLAUDE_CODE_OAUTH_TOKEN
${Object.entries(env)
  .map(([name, value]) => `export ${name}=${q(value)}`)
  .join('\n')}
export PATH="$PATH":${q(posix.dirname(claude))}
${q(claude)} --settings ${q(settings)}
code=$?
case $code in 0 | 130 | 143) ;; *) printf '\\n%s %s.' ${q(text.launch.endedWith)} "$code"; hold ;; esac
exit "$code"
`
}

/** The same for Windows' command interpreter. Throws where a value cannot be written into a batch file. */
export function batchScript({ own, folder, claude, settings, env }: Launch): string {
  const b = quote.batch
  const hold = `echo ${escapeEcho(text.launch.pressEnter)}\r\n  pause >nul`
  return [
    '@echo off',
    'setlocal DisableDelayedExpansion',
    'chcp 65001 >nul',
    `echo 1 > "${b(win32.join(own, STARTED))}"`,
    `for /f "tokens=1 delims==" %%v in ('set ANTHROPIC_ 2^>nul') do set "%%v="`,
    `for /f "tokens=1 delims==" %%v in ('set CLAUDE_CODE_USE_ 2^>nul') do set "%%v="`,
    ...['CLAUDECODE', 'CLAUDE_CODE_ENTRYPOINT', 'CLAUDE_CODE_SSE_PORT', 'CLAUDE_CODE_OAUTH_TOKEN'].map(
      (n) => `set "${n}="`,
    ),
    ...Object.entries(env).map(([name, value]) => `set "${name}=${b(value)}"`),
    `set "PATH=%PATH%;${b(win32.dirname(claude))}"`,
    `cd /d "${b(folder)}"`,
    'if errorlevel 1 (',
    `  echo ${escapeEcho(text.launch.cannotEnter(folder))}`,
    `  ${hold}`,
    '  goto end',
    ')',
    `call "${b(claude)}" --settings "${b(settings)}"`,
    'if errorlevel 1 (',
    `  echo ${escapeEcho(text.launch.endedWith)} %errorlevel%.`,
    `  ${hold}`,
    ')',
    ':end',
    // A batch file is read line by line: this line ends it before its file goes.
    `(goto) 2>nul & rmdir /s /q "${b(own)}"`,
    '',
  ].join('\r\n')
}

/** Outside quotes these mean something to the interpreter. */
const escapeEcho = (words: string): string => quote.batch(words).replace(/[&|<>^()]/g, '^$&')
