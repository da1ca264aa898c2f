import { text } from '../../src-shared/text/text.ts'
import { runningRelay, snapshotOf } from './door.ts'
import { Failed } from './failed.ts'
import { readOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

/** How long everything is logged where nobody says how long, in minutes. */
const DEBUG_MINUTES = 10

const kept = ['requests', 'sessions', 'limits', 'logs'] as const

/** The commands that tell a running relay one thing. */
export const verbs: Readonly<Record<string, (args: readonly string[], terminal: Terminal) => Promise<void>>> = {
  async pause(args, terminal) {
    readOptions(args, {})
    await (await runningRelay(terminal)).ask('relay.pause', undefined)
    terminal.out(`${text.cli.paused}\n`)
  },

  async resume(args, terminal) {
    readOptions(args, {})
    await (await runningRelay(terminal)).ask('relay.resume', undefined)
    terminal.out(`${text.cli.resumed}\n`)
  },

  async reload(args, terminal) {
    readOptions(args, {})
    const door = await runningRelay(terminal)
    const { problem } = await door.ask('config.reload', undefined)
    if (problem !== null) throw new Failed(problem, 1)
    terminal.out(`${text.cli.reloaded((await snapshotOf(door)).config.path)}\n`)
  },

  async forget(args, terminal) {
    const { words } = readOptions(args, { words: 1 })
    const what = kept.find((one) => one === words[0])
    if (what === undefined) throw new Failed(text.cli.forgetWhat(kept))
    const door = await runningRelay(terminal)
    await (what === 'requests' ? door.ask('requests.forget', undefined) : door.ask('kept.forget', { what }))
    terminal.out(`${text.cli.forgotten[what]}\n`)
  },

  async debug(args, terminal) {
    const { words } = readOptions(args, { words: 1 })
    const [said = String(DEBUG_MINUTES)] = words
    const minutes = /^\d{1,3}$/.test(said) ? Number(said) : Number.NaN
    if (!(minutes <= 120)) throw new Failed(text.cli.badMinutes(said))
    await (await runningRelay(terminal)).ask('log.debugFor', { minutes })
    terminal.out(`${minutes === 0 ? text.cli.debugOff : text.cli.debugOn(minutes)}\n`)
  },
}
