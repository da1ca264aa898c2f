import { homedir } from 'node:os'
import pkg from '../package.json' with { type: 'json' }
import { text } from '../src-shared/text/text.ts'
import { assemble } from './assemble.ts'
import { Failed } from './cli/failed.ts'
import { finish } from './cli/finish.ts'
import { serve } from './cli/serve.ts'
import { type Terminal, thisTerminal } from './cli/terminal.ts'

/** The command line of the relay under plain Node: `cc-relay <command> [options]`. */
async function run(args: readonly string[], terminal: Terminal): Promise<void> {
  const [command = 'help', ...rest] = args
  if (rest.includes('--help')) return terminal.out(`${text.cli.help}\n`)
  switch (command) {
    case 'serve':
      return serve(rest, terminal, pkg.version, assemble)
    case 'version':
    case '--version':
      return terminal.out(`${pkg.version}\n`)
    case 'help':
    case '--help':
      return terminal.out(`${text.cli.help}\n`)
    default:
      throw new Failed(text.cli.unknownCommand(command))
  }
}

await finish(run(process.argv.slice(2), thisTerminal(homedir())))
