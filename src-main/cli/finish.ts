import { text } from '../../src-shared/text/text.ts'
import { Failed, stackOf } from './failed.ts'

/** Ends the process with what a command came to: 0, or its words on standard error and their exit code. */
export async function finish(command: Promise<void>): Promise<never> {
  try {
    await command
    process.exit(0)
  } catch (error) {
    if (error instanceof Failed) {
      if (error.message !== '') process.stderr.write(`${error.message}\n`)
      process.exit(error.exitCode)
    }
    process.stderr.write(`${text.cli.broken(stackOf(error))}\n`)
    process.exit(1)
  }
}
