import type { Alarm, Clock, Here } from '../ports.ts'

/** A credential for a while, had for one that lasts. */
export interface Pass<T> {
  readonly value: T
  /** When it ends, ms since the epoch by the system's own clock; `null`: it does not say. */
  readonly until: number | null
}

/**
 * Why no credential can be had, in a sentence for the user that says what to do. `refused`: whoever gives them out
 * said a clear no, so asking again changes nothing.
 */
export class NoPass extends Error {
  override readonly name = 'NoPass'
  readonly refused: boolean

  constructor(said: string, refused = false) {
    super(said)
    this.refused = refused
  }
}

/** A computer on which nobody has signed in anywhere. */
const nowhere: Here = { platform: 'linux', env: {}, home: '/', read: async () => null, ask: async () => null }

interface Parts {
  readonly clock: Clock
  readonly alarm: Alarm
  /** What the system says the time is, ms since the epoch. */
  readonly wall: () => number
  /** Told of every secret that came with a pass. */
  readonly hide?: (secret: string) => void
  readonly here?: Here | undefined
}

/** One that is as good as over is not used any more. */
const LAST_MS = 30_000
/** So long before its end another one is fetched, while this one still serves. */
const AHEAD_MS = 5 * 60_000
/** What says nothing of its end may have been changed where it came from. */
const UNSAID_MS = 15 * 60_000
/** A renewal that failed is tried again after this, as long as the old pass serves. */
const AGAIN_MS = 30_000

interface Kept {
  readonly pass: Pass<unknown>
  /** From then on it is not used any more, ms on the pool clock; it is renewed before. */
  readonly endsAt: number
  used: boolean
  calledOff: () => void
}

/**
 * Credentials that last a while, by the credential they were had for. Whoever asks first waits; after that they are
 * renewed ahead of their end, beside the requests, as long as they are used at all.
 */
export class Passes {
  readonly #clock: Clock
  readonly #alarm: Alarm
  readonly #hide: (secret: string) => void
  readonly #kept = new Map<string, Kept>()
  readonly #coming = new Map<string, Promise<unknown>>()
  /** What the system says the time is, ms since the epoch: signatures and tokens go by it. */
  readonly wall: () => number
  /** Where the logins of vendors' own programs are found. */
  readonly here: Here

  constructor(parts: Parts) {
    this.#clock = parts.clock
    this.#alarm = parts.alarm
    this.#hide = parts.hide ?? (() => {})
    this.wall = parts.wall
    this.here = parts.here ?? nowhere
  }

  /**
   * The pass of that name. It is there at once unless it has to be fetched with `get`, which rejects with a NoPass
   * where it cannot be had; whoever asks meanwhile waits for the same one.
   */
  of<T>(name: string, get: () => Promise<Pass<T>>): T | Promise<T> {
    const kept = this.#kept.get(name)
    if (!kept || this.#clock.now() >= kept.endsAt) return this.#fetch(name, get)
    kept.used = true
    return kept.pass.value as T
  }

  /** A secret that came with a pass: from now on it is struck out wherever something is written. */
  hide(secret: string): void {
    this.#hide(secret)
  }

  /** The next one who asks gets another. */
  forget(name: string): void {
    this.#kept.get(name)?.calledOff()
    this.#kept.delete(name)
  }

  stop(): void {
    for (const { calledOff } of this.#kept.values()) calledOff()
    this.#kept.clear()
  }

  #fetch<T>(name: string, get: () => Promise<Pass<T>>): Promise<T> {
    const coming = this.#coming.get(name) as Promise<T> | undefined
    if (coming) return coming
    const fetched = get()
      .then((pass) => {
        this.#keep(name, pass, get)
        return pass.value
      })
      .finally(() => this.#coming.delete(name))
    this.#coming.set(name, fetched)
    return fetched
  }

  #keep<T>(name: string, pass: Pass<T>, get: () => Promise<Pass<T>>): void {
    this.forget(name)
    const now = this.#clock.now()
    const left = pass.until === null ? UNSAID_MS + LAST_MS : pass.until - this.wall()
    const endsAt = now + left - LAST_MS
    const renewAt = Math.max(now + left / 2, now + left - AHEAD_MS)
    const calledOff = this.#alarm.at(renewAt, () => this.#renew(name, get))
    this.#kept.set(name, { pass, endsAt, used: false, calledOff })
  }

  /** One that nobody used is let go instead. */
  #renew<T>(name: string, get: () => Promise<Pass<T>>): void {
    const kept = this.#kept.get(name)
    if (!kept?.used) {
      this.forget(name)
      return
    }
    this.#fetch(name, get).catch(() => {
      const again = this.#clock.now() + AGAIN_MS
      if (this.#kept.get(name) === kept && again < kept.endsAt)
        kept.calledOff = this.#alarm.at(again, () => this.#renew(name, get))
    })
  }
}
