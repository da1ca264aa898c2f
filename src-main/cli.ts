import { homedir } from 'node:os'
import pkg from '../package.json' with { type: 'json' }
import { text } from '../src-shared/text/text.ts'
import { assemble } from './assemble.ts'
import { cc } from './cli/cc.ts'
import { config } from './cli/config.ts'
import { doctor } from './cli/doctor.ts'
import { Failed } from './cli/failed.ts'
import { finish } from './cli/finish.ts'
import { keys } from './cli/keys.ts'
import { launch } from './cli/launch.ts'
import { serve } from './cli/serve.ts'
import { sessions } from './cli/sessions.ts'
import { status } from './cli/status.ts'
import { type Terminal, thisTerminal } from './cli/terminal.ts'
import { verbs } from './cli/verbs.ts'

const { version } = pkg

const commands: Readonly<Record<string, (args: readonly string[], terminal: Terminal) => Promise<void>>> = {
  ...verbs,
  ...{ status, config, cc, doctor, launch, sessions },
  serve: (args, terminal) => serve(args, terminal, version, assemble),
  keys: (args, terminal) => keys(args, terminal, { version, assemble }),
  version: async (_args, terminal) => terminal.out(`${version}\n`),
  help: async (_args, terminal) => terminal.out(`${text.cli.help}\n`),
}

/** What people type for the same thing. */
const SAME: Readonly<Record<string, string>> = {
  '--version': 'version',
  '-v': 'version',
  '--help': 'help',
  '-h': 'help',
}

/** The command line of the relay under plain Node: `cc-relay COMMAND [OPTIONS]`. */
async function run(args: readonly string[], terminal: Terminal): Promise<void> {
  const [first = 'help', ...rest] = args
  const name = SAME[first] ?? first
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new Failed(text.cli.unknownCommand(first))
  const own = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : rest.length)
  if (own.includes('--help') || own.includes('-h')) {
    const said = (text.cli.helpOf as Readonly<Record<string, string>>)[name] ?? text.cli.help
    return terminal.out(`${said}\n`)
  }
  return command(rest, terminal)
}

await finish(run(process.argv.slice(2), thisTerminal(homedir())))
