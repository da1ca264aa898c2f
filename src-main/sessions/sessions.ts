import type { ProfileEntry } from '../../src-shared/config/schema.ts'
import { dayAt, midnightAfter } from '../../src-shared/domain/day.ts'
import { SessionId } from '../../src-shared/domain/ids.ts'
import type { RequestRecord } from '../../src-shared/domain/relay.ts'
import type { SessionView, Spending } from '../../src-shared/domain/session.ts'
import type { Alarm, Clock, Ids, JsonFile, Log } from '../ports.ts'
import type { Holder, UsedUp } from '../relay/parts.ts'
import { type Grant, type Kept, readKept } from './kept.ts'
import { fresh, grantOf, isOver, recorded, remembered, type Session, viewOf } from './session.ts'
import { nothingSpent, reached, type Spend, spendingOn, spent, type Used, usedOf } from './spend.ts'
import type { Price } from './tally.ts'
import { hashOf, holderIn } from './token.ts'

/** A token that nobody showed for so long is worth nothing any more, in ms. */
const UNUSED_MS = 30 * 86_400_000
/** Sessions without a token of their own, and those that are over: so many are remembered of each. */
const MOST_OTHERS = 30
const MOST_OVER = 20
/** At once. More terminals than this are nobody's. */
const MOST_LAUNCHES = 50
/** What is counted is written down this much later, in ms, together with what was counted until then. */
const SAVE_MS = 2_000

interface Parts {
  readonly clock: Clock
  readonly alarm: Alarm
  readonly ids: Ids
  readonly log: Log
  /** `null`: nothing outlives this run. */
  readonly file: JsonFile | null
  /** Constant time. */
  isInstallToken(token: string): boolean
  profile(name: string): ProfileEntry | undefined
  /** A share of a budget is spent. */
  reached(profile: string, used: Used & { share: 1 | 0.8 }): void
  changed(): void
}

/**
 * Who works through this relay: each launch with a token of its own, of which only a hash is kept, and each Claude
 * Code that shows the token of this install. What a launch may do, what it used and what its profile spent.
 */
export class Sessions {
  readonly #parts: Parts
  readonly #all = new Map<SessionId, Session>()
  readonly #hashes = new Map<SessionId, string>()
  readonly #spend = new Map<string, Spend>()
  #saving: (() => void) | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Takes up what earlier starts left; `isAlive`: whether a launch is still at work. */
  async load(isAlive: (id: SessionId) => Promise<boolean>): Promise<void> {
    const { grants, spend } = readKept(this.#parts.file, this.#parts.log)
    for (const [name, one] of Object.entries(spend)) this.#spend.set(name, one)
    const now = this.#parts.clock.now()
    for (const grant of grants) {
      if (now - (grant.lastAt ?? grant.startedAt) > UNUSED_MS || !(await isAlive(grant.id))) continue
      this.#all.set(grant.id, remembered(grant))
      this.#hashes.set(grant.id, grant.hash)
    }
    this.#parts.changed()
  }

  /**
   * A new launch with its token, which is nowhere else: whoever asked writes it where Claude Code reads it. Rejects
   * where it cannot be written down what the token is recognised by; then there is none.
   */
  async open(one: {
    folder: string
    place: string
    profile: string | null
  }): Promise<{ id: SessionId; token: string }> {
    const { ids, clock } = this.#parts
    const id = SessionId.parse(ids.next('launch'))
    const token = ids.token()
    this.#all.set(id, fresh({ ...one, id, kind: 'launch' }, clock.now()))
    this.#hashes.set(id, hashOf(token))
    this.#forgetOldest()
    try {
      await this.#save()
    } catch (error) {
      this.drop(id)
      throw error
    }
    this.#parts.changed()
    return { id, token }
  }

  /** It runs in this place, as it turned out. */
  placed(id: SessionId, place: string): void {
    this.#change(id, (session) => ({ ...session, place }))
    this.#saveSoon()
  }

  /** It never came to be. */
  drop(id: SessionId): void {
    this.#all.delete(id)
    this.#hashes.delete(id)
    this.#saveSoon()
    this.#parts.changed()
  }

  /** Claude Code itself is over, so its token is of no use to anybody. */
  closed(id: SessionId): void {
    this.#over(id, 'closed')
    this.#hashes.delete(id)
    this.#saveSoon()
  }

  /** From now on its token opens nothing. Resolves once that outlives the app. */
  end(id: SessionId): Promise<void> {
    this.#over(id, 'ended')
    return this.#save()
  }

  pause(id: SessionId, paused: boolean): Promise<void> {
    this.#change(id, (session) => ({ ...session, state: paused ? 'paused' : 'open' }))
    return this.#save()
  }

  /** From its next request on. */
  assign(id: SessionId, profile: string | null): Promise<void> {
    this.#change(id, (session) => ({ ...session, profile }))
    return this.#save()
  }

  /** A profile goes on under another name. */
  renamed(from: string, to: string): void {
    for (const { id, profile } of this.#all.values())
      if (profile === from) this.#change(id, (session) => ({ ...session, profile: to }))
    const spend = this.#spend.get(from)
    this.#spend.delete(from)
    if (spend) this.#spend.set(to, spend)
    this.#saveSoon()
  }

  /** A profile is gone; another one of its name has spent nothing. */
  forget(profile: string): void {
    this.#spend.delete(profile)
    this.#saveSoon()
  }

  /** What is over, and who only showed the common token; a launch that is at work stays, with what it may do. */
  forgetOver(): Promise<void> {
    for (const session of [...this.#all.values()]) {
      if (!isOver(session) && (session.kind === 'launch' || session.underWay.length > 0)) continue
      this.#all.delete(session.id)
      this.#hashes.delete(session.id)
    }
    this.#parts.changed()
    return this.#save()
  }

  find(id: SessionId): SessionView | null {
    const session = this.#all.get(id)
    return session ? viewOf(session) : null
  }

  /** Launches that are not over. */
  launched(): SessionId[] {
    return [...this.#all.values()].filter((it) => it.kind === 'launch' && !isOver(it)).map(({ id }) => id)
  }

  /** Whose token this is; constant time. */
  holderOf(token: string): Holder | null {
    const found = holderIn(this.#hashes, token)
    // Both are asked, so that the time says nothing of which it was.
    if (this.#parts.isInstallToken(token)) return { kind: 'install' }
    const session = found && this.#all.get(found)
    if (!session || session.state === 'closed') return null
    const unused = this.#parts.clock.now() - (session.lastAt ?? session.startedAt)
    if (unused > UNUSED_MS) return null
    return { kind: 'launch', id: session.id, access: session.state, profile: session.profile }
  }

  usedUp(profile: ProfileEntry): UsedUp | null {
    const spend = this.#spend.get(profile.name) ?? nothingSpent
    const used = usedOf(spend, profile.budget, this.#today())
    return used.find((it) => it.spent >= it.limit) ?? null
  }

  spending(profile: string): Spending {
    return spendingOn(this.#spend.get(profile) ?? nothingSpent, this.#today())
  }

  /** When what was spent today begins anew (ms, pool clock); `null`: nothing was. */
  nextChangeAt(): number | null {
    const day = this.#today()
    const any = [...this.#spend.values()].some((it) => it.day === day && it.today > 0)
    return any ? midnightAfter(this.#parts.clock.now()) : null
  }

  /** A request began, moved on or ended; `price`: what it cost, where it is over and that is known. */
  record(record: RequestRecord, price: Price | null): void {
    const session = this.#of(record)
    if (!session) return
    this.#all.set(session.id, recorded(session, record, price))
    if (price !== null && session.profile !== null) this.#spent(session.profile, price.micros)
    if (record.state === 'done' && session.kind === 'launch') this.#saveSoon()
  }

  /** Newest first. */
  views(): Record<SessionId, SessionView> {
    return Object.fromEntries([...this.#all.values()].reverse().map((session) => [session.id, viewOf(session)]))
  }

  /** Writes down what is still to be written. */
  async stop(): Promise<void> {
    await this.#save().catch(() => this.#parts.log.warn({}, 'sessions could not be kept'))
  }

  #of({ launch, sessionId }: RequestRecord): Session | null {
    if (launch !== undefined) return this.#all.get(launch) ?? null
    if (sessionId === null) return null
    const known = this.#all.get(sessionId as SessionId)
    if (known) return known
    const { data: id } = SessionId.safeParse(sessionId)
    if (id === undefined) return null
    const other = fresh({ id, kind: 'other', folder: null, place: '', profile: null }, this.#parts.clock.now())
    this.#all.set(id, other)
    this.#forgetOldest()
    return other
  }

  #change(id: SessionId, change: (session: Session) => Session): void {
    const session = this.#all.get(id)
    if (!session) return
    this.#all.set(id, change(session))
    this.#parts.changed()
  }

  #over(id: SessionId, state: 'closed' | 'ended'): void {
    this.#change(id, (session) => (isOver(session) ? session : { ...session, state, endedAt: this.#parts.clock.now() }))
    this.#forgetOldest()
  }

  #spent(name: string, micros: number): void {
    const profile = this.#parts.profile(name)
    const day = this.#today()
    const before = this.#spend.get(name) ?? nothingSpent
    const after = spent(before, micros, day)
    this.#spend.set(name, after)
    if (!profile) return
    const used = (spend: Spend) => usedOf(spend, profile.budget, day)
    for (const it of reached(used(before), used(after))) this.#parts.reached(name, it)
  }

  /** What is over goes first, then who was not heard of for longest. */
  #forgetOldest(): void {
    const of = (is: (session: Session) => boolean) => [...this.#all.values()].filter(is)
    this.#keep(of(isOver), MOST_OVER)
    this.#keep(
      of((it) => !isOver(it) && it.kind === 'other'),
      MOST_OTHERS,
    )
    this.#keep(
      of((it) => !isOver(it) && it.kind === 'launch'),
      MOST_LAUNCHES,
    )
  }

  #keep(sessions: readonly Session[], most: number): void {
    const heardOf = ({ endedAt, lastAt, startedAt }: Session) => endedAt ?? lastAt ?? startedAt
    const gone = sessions.toSorted((a, b) => heardOf(b) - heardOf(a)).slice(most)
    for (const { id } of gone) {
      this.#all.delete(id)
      this.#hashes.delete(id)
    }
  }

  #today(): string {
    return dayAt(this.#parts.clock.now())
  }

  #saveSoon(): void {
    const { alarm, clock, log } = this.#parts
    this.#saving ??= alarm.at(clock.now() + SAVE_MS, () => {
      this.#save().catch((error) => log.warn({ error: String(error) }, 'sessions could not be kept'))
    })
  }

  async #save(): Promise<void> {
    this.#saving?.()
    this.#saving = null
    const grants = [...this.#hashes].flatMap(([id, hash]): Grant[] => {
      const session = this.#all.get(id)
      const grant = session && grantOf(session, hash)
      return grant ? [grant] : []
    })
    const kept: Kept = { version: 1, grants, spend: Object.fromEntries(this.#spend) }
    await this.#parts.file?.write(kept)
  }
}
