import { resolve } from 'node:path'
import { Listen } from '../../src-shared/config/schema.ts'
import { text } from '../../src-shared/text/text.ts'
import { formatOf } from '../config/format.ts'

/** What the person who starts the app may ask of it. */
export interface Flags {
  /** `--demo`: begin in practice mode. */
  readonly demo: boolean
  /** `--hidden`: into the tray without a window, as at login. */
  readonly hidden: boolean
  /** `--home FOLDER` or `CC_RELAY_HOME`: keep everything of this user there, apart from the usual folder. */
  readonly home: string | null
  /** `--listen HOST:PORT`: listen there for this run; `null`: where the settings say. */
  readonly listen: string | null
  /** `--config FILE`: that file in place of the app's own settings; `null`: those. */
  readonly config: string | null
  /** Why the app does not start like this; `null`: it does. */
  readonly wrong: string | null
}

const OWN = ['--demo', '--hidden', '--home', '--listen', '--config']
/** Options of the relay without its window, which somebody may well expect of the app. */
const ELSEWHERE = ['--dev', '--help']

/** Reads the command line. What is not ours is left alone: Chromium has switches of its own. */
export function readFlags(argv: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Flags {
  const home = given('--home', argv) ?? env.CC_RELAY_HOME
  const listen = given('--listen', argv)
  const config = given('--config', argv)
  return {
    demo: argv.includes('--demo'),
    hidden: argv.includes('--hidden'),
    home: home ? resolve(cwd, home) : null,
    listen: listen || null,
    config: config ? resolve(cwd, config) : null,
    wrong: wrongFlag(argv) ?? wrongListen(listen) ?? wrongConfig(config),
  }
}

/** What a start at login is told besides `--hidden`, so that it is the same app. */
export const startWith = ({ home, config }: Flags): string[] => [
  ...(home === null ? [] : [`--home=${home}`]),
  ...(config === null ? [] : [`--config=${config}`]),
]

/** `--name VALUE` or `--name=VALUE`; empty where nothing follows, undefined where it is not there. */
function given(name: string, argv: readonly string[]): string | undefined {
  const inline = argv.find((word) => word.startsWith(`${name}=`))
  if (inline !== undefined) return inline.slice(name.length + 1)
  const at = argv.indexOf(name)
  return at < 0 ? undefined : (argv[at + 1] ?? '')
}

function wrongListen(listen: string | undefined): string | null {
  if (listen === undefined) return null
  if (listen === '') return text.cli.needsValue('--listen')
  return Listen.safeParse(listen).success ? null : text.cli.badListen(listen)
}

function wrongConfig(config: string | undefined): string | null {
  if (config === undefined) return null
  if (config === '') return text.cli.needsValue('--config')
  return formatOf(config) === null ? text.cli.unknownFormat(config) : null
}

/** Chromium's switches are too many to know, so only what was surely meant for us is refused. */
function wrongFlag(argv: readonly string[]): string | null {
  const names = argv.filter((word) => word.startsWith('--')).map((word) => word.replace(/=.*/s, ''))
  const wrong = names.find((name) => ELSEWHERE.includes(name) || OWN.some((own) => isSlip(name, own)))
  return wrong === undefined ? null : text.tray.unknownFlag(wrong)
}

/** Whether one letter was left out, added or mistaken. */
function isSlip(written: string, meant: string): boolean {
  if (written === meant || Math.abs(written.length - meant.length) > 1) return false
  let same = 0
  while (same < meant.length && written[same] === meant[same]) same++
  const rest = (word: string, from: number) => word.slice(same + from)
  return (
    rest(written, 1) === rest(meant, 1) || rest(written, 1) === rest(meant, 0) || rest(written, 0) === rest(meant, 1)
  )
}
