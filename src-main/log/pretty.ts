import { timeOfDay } from '../../src-shared/text/format.ts'

const DIM = '\u001b[2m'
const RESET = '\u001b[0m'
/** Colour is news: only what needs a look has one. */
const COLOURS: Record<string, string> = { debug: DIM, info: '', warn: '\u001b[33m', error: '\u001b[31m' }

/** `14:02:11 warn  key refused  keyId=key_2b status=401` from one line of JSON; anything else as it is. */
export function pretty(line: string, colours: boolean): string {
  let entry: Record<string, unknown>
  try {
    entry = JSON.parse(line)
  } catch {
    return line
  }
  const ink = (colour: string, text: string) => (colours && colour !== '' ? `${colour}${text}${RESET}` : text)
  const { level, time, msg, ...fields } = entry
  const name = String(level)
  const facts = Object.entries(fields).map(([key, value]) => `${ink(DIM, `${key}=`)}${printable(value)}`)
  const words = ink(COLOURS[name] ?? '', `${name.padEnd(5)} ${printable(msg)}`)
  return `${[`${ink(DIM, timeOfDay(Date.parse(String(time))))} ${words}`, ...facts].join('  ')}\n`
}

/** A value from the network may carry control characters; a terminal would obey them. */
function printable(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return (text ?? '').replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
}
