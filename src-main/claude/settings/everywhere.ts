import { text } from '../../../src-shared/text/text.ts'
import { Refusal } from '../../ipc/refusal.ts'
import type { Log } from '../../ports.ts'
import type { Destination, OwnSettings } from './own-settings.ts'

interface Parts {
  readonly settings: OwnSettings
  readonly log: Log
  /** Whether the user wants Claude Code's settings to lead here while the relay can be reached. */
  isOn(): boolean
  /** Where to; `null`: nowhere at the moment. */
  destination(): Destination | null
  /** It is not wanted any more: it did more harm than good. */
  giveUp(): Promise<void>
  /** It could not be done, in a sentence. */
  failed(said: string): void
}

/** Claude Code's own settings lead to the relay while it runs, and back when it does not. */
export interface Everywhere {
  /** Brings the settings to what is wanted now; where that is so already, nothing is read or written. */
  follow(): void
  /** The relay is about to be gone: puts them back. Resolves when that is done, or could not be. */
  end(): Promise<void>
}

/** So many crashes in a row, and the settings are left as their user had them: a dead relay would answer nobody. */
const MOST_CRASHES = 3

export function everywhere({ settings, log, isOn, destination, giveUp, failed }: Parts): Everywhere {
  /** What they were brought to; `null`: to what was there before us. */
  let brought: string | null = null
  let first = true
  let work: Promise<void> = Promise.resolve()

  async function bring(to: Destination | null, begins: boolean): Promise<void> {
    try {
      const crashes = begins ? settings.crashes() : undefined
      const loops = crashes !== undefined && crashes >= MOST_CRASHES
      if (to !== null && !loops) await settings.plan(to, crashes).make()
      else if (settings.changed()) await settings.planBack().make()
      if (loops) {
        await giveUp()
        failed(text.notices.settingsPutBack)
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      log.warn({ said: error.message }, 'the settings of Claude Code were left as they are')
      failed(error.message)
    }
  }
  const queue = (to: Destination | null, begins = false) => {
    work = work
      .then(() => bring(to, begins))
      .catch((error) => log.error({ error: String(error) }, 'settings of Claude Code'))
    return work
  }

  return {
    follow() {
      const to = isOn() ? destination() : null
      const next = to && `${to.address} ${to.token}`
      // At the first time they may stand as a run that was killed has left them; with this off, as their user wants.
      const begins = first
      const isNews = begins ? isOn() : next !== brought
      first = false
      brought = next
      if (isNews) void queue(to, begins)
    },
    async end() {
      if (isOn()) await queue(null)
      else await work
      brought = null
    },
  }
}
