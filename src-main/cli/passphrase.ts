import { text } from '../../src-shared/text/text.ts'
import { Failed } from './failed.ts'
import type { Terminal } from './terminal.ts'

const words = text.cli.passphrase

/** The passphrase of a file: piped in, or typed and not shown. Throws `Failed` where nobody says one. */
export async function filePassphrase(terminal: Terminal, question: string): Promise<string> {
  const piped = (await terminal.input()).replace(/\r?\n$/, '')
  const said = piped !== '' ? piped : await terminal.ask(question, { secret: true })
  if (said === null || said === '') throw new Failed(words.nobodySays, 1)
  return said
}

/** The same for a new file: twice where it is typed, and long enough. */
export async function newFilePassphrase(terminal: Terminal): Promise<string> {
  const piped = (await terminal.input()).replace(/\r?\n$/, '')
  const first = piped !== '' ? piped : await terminal.ask(words.choose, { secret: true })
  if (first === null || first === '') throw new Failed(words.nobodySays, 1)
  if (first.length < 8) throw new Failed(words.short)
  if (piped === '' && (await terminal.ask(words.repeat, { secret: true })) !== first) throw new Failed(words.differ)
  return first
}
