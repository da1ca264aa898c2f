import { homedir } from 'node:os'
import pkg from '../package.json' with { type: 'json' }
import { assemble } from './assemble.ts'
import { finish } from './cli/finish.ts'
import { runHeadless } from './cli/run-headless.ts'
import { thisTerminal } from './cli/terminal.ts'

await finish(runHeadless(process.argv.slice(2), thisTerminal(homedir()), pkg.version, assemble))
