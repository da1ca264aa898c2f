import type { Alarm, Clock } from '../ports.ts'

/** A copied secret is taken back after this long, in ms, if it is still what would be pasted. */
const SECRET_MS = 30_000

/** The two things we do with a clipboard. Electron's answer at once up to 43 and later from 44 on; both may be awaited. */
export interface TextClipboard {
  readText(): string | Promise<string>
  writeText(text: string): void | Promise<void>
}

export interface Copies {
  copy(text: string, options: { secret: boolean }): Promise<void>
  /** Takes a secret back now: the app is about to end, and nobody else would. */
  forget(): Promise<void>
}

export function copiesTo(clipboard: TextClipboard, clock: Clock, alarm: Alarm): Copies {
  let secret: { text: string; off: () => void } | null = null

  async function forget(): Promise<void> {
    if (!secret) return
    const { text, off } = secret
    off()
    secret = null
    // Somebody may have copied something else since; that is theirs.
    if ((await clipboard.readText()) === text) await clipboard.writeText('')
  }

  return {
    async copy(text, options) {
      secret?.off()
      secret = null
      await clipboard.writeText(text)
      if (options.secret) secret = { text, off: alarm.at(clock.now() + SECRET_MS, () => void forget()) }
    },
    forget,
  }
}
