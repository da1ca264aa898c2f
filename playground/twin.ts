import type { IncomingHttpHeaders } from 'node:http'
import { Account, type Limits } from '../src-main/practice/account.ts'
import { answerPrompt } from '../src-main/practice/answer.ts'
import type { Ending, Plan } from '../src-main/practice/plan.ts'
import { readPrompt } from '../src-main/practice/prompt.ts'
import type { InputUsage } from '../src-main/practice/prompt-cache.ts'
import { type Asked, serve } from '../src-main/practice/server.ts'
import type { Dimension } from '../src-shared/domain/limits.ts'
import { text } from '../src-shared/text/text.ts'
import type { Dialect, Door, Failure, TwinKey } from './dialect.ts'
import type { Act } from './script.ts'

/** One request to `/v1/messages`, as the vendor's own books have it. */
export interface LogEntry {
  readonly at: number
  /** The key's name; `null`: it was not known. */
  readonly key: string | null
  readonly organization: string | null
  readonly model: string | null
  readonly group: string | null
  readonly status: number | null
  /** The limit that was exceeded: a relay that keeps the limits never causes one. */
  readonly exceeded: Dimension | 'concurrency' | null
  /** The act of the script that shaped the answer. */
  readonly act: string | null
  /** What was in the buckets when the request came. */
  readonly levels: Readonly<Record<Dimension, number>> | null
  readonly usage: InputUsage | null
  /** Output tokens sent so far. */
  output: number
  /** `null`: under way. */
  ended: Ending | null
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface TwinOptions {
  readonly keys?: readonly TwinKey[]
  /** Per organization and model group. Absent: far more than a test sends. */
  readonly limits?: (organization: string, group: string) => Limits
  /** Requests of one organization at once; absent: any number. */
  readonly concurrency?: number
  readonly now?: () => number
  readonly port?: number
  readonly beforeMs?: number
  readonly paceMs?: number
  /** Log entries kept, oldest dropped first. */
  readonly keep?: number
  /** Told of a request when it came in and when it ended. */
  readonly watch?: (entry: LogEntry) => void
}

export interface Twin {
  /** What goes into a provider's base URL. */
  readonly baseUrl: string
  readonly log: readonly LogEntry[]
  /** The next `times` messages, whoever sends them. */
  next(act: Act, times?: number): void
  /** The next `times` messages of this key (by name); without `times`, all. A later call replaces an earlier one. */
  forKey(name: string, act: Act, times?: number): void
  /** Forgets every script; a key that died lives again. */
  heal(): void
  account(organization: string): Account
  stop(): Promise<void>
}

const plenty: Limits = { rpm: 4000, itpm: 4_000_000, otpm: 800_000 }

/** A vendor's twin on loopback: its wire format, its limits, and a script for its bad days. */
export async function startTwin(dialect: Dialect, options: TwinOptions = {}): Promise<Twin> {
  const twin = new Upstream(dialect, options)
  const served = await serve(
    (asked) => twin.answer(asked),
    () => dialect.failure({ kind: 'too_large' }),
    options.port,
  )
  return Object.assign(twin, { baseUrl: `${served.origin}${dialect.prefix}`, stop: served.stop })
}

class Upstream {
  readonly log: LogEntry[] = []
  readonly #dialect: Dialect
  readonly #options: TwinOptions
  readonly #accounts = new Map<string, Account>()
  readonly #dead = new Set<string>()
  readonly #next: Act[] = []
  readonly #byKey = new Map<string, { act: Act; times: number }>()

  constructor(dialect: Dialect, options: TwinOptions) {
    this.#dialect = dialect
    this.#options = options
  }

  next(act: Act, times = 1): void {
    for (let i = 0; i < times; i += 1) this.#next.push(act)
  }

  forKey(name: string, act: Act, times = Number.POSITIVE_INFINITY): void {
    this.#byKey.set(name, { act, times })
  }

  heal(): void {
    this.#next.length = 0
    this.#byKey.clear()
    this.#dead.clear()
  }

  account(organization: string): Account {
    const limits = this.#options.limits ?? (() => plenty)
    const known = this.#accounts.get(organization)
    const account = known ?? new Account(organization, (group) => limits(organization, group))
    this.#accounts.set(organization, account)
    return account
  }

  async answer(asked: Asked): Promise<Plan> {
    const { prefix, door } = this.#dialect
    const path = asked.path.startsWith(prefix) ? asked.path.slice(prefix.length) : asked.path
    const key = await this.#keyOf(asked)
    const here = door ? door.at(path) : path === '/v1/messages'
    if (asked.method === 'POST' && here) return this.#message(asked, path, key)
    return this.#dialect.other(asked, path, key && this.#dead.has(key.name) ? null : key)
  }

  #message(asked: Asked, path: string, key: TwinKey | null): Plan {
    if (key === null) return this.#turnDown(asked, { kind: 'unknown_key' }, { key: null })
    const account = this.account(organizationOf(key))
    const { door } = this.#dialect
    const read = door ? door.read(asked.body, path) : asked.body
    const prompt = typeof read === 'string' ? read : readPrompt(read)
    const model = typeof prompt === 'string' ? null : prompt.model
    const group = model === null ? null : this.#dialect.groupOf(model)
    const about = { key, model, group }
    const act = this.#actFor(key)
    if (act?.kind === 'dies') this.#dead.add(key.name)
    if (this.#dead.has(key.name))
      return this.#turnDown(asked, { kind: 'unknown_key' }, { ...about, act: act?.name ?? 'dies' })
    if (act?.kind === 'instead') {
      const plan = act.plan((failure) => this.#failure(failure, key, group))
      return this.#logged(asked, plan, { ...about, act: act.name })
    }
    if (typeof prompt === 'string') return this.#turnDown(asked, { kind: 'bad_request', message: prompt }, about)
    const objection = this.#dialect.check(asked, prompt)
    if (objection) return this.#turnDown(asked, objection, about)
    if (group === null) return this.#turnDown(asked, { kind: 'unknown_model', model: prompt.model }, about)
    const { concurrency } = this.#options
    if (concurrency !== undefined && this.#underWay(account.id) >= concurrency)
      return this.#turnDown(asked, { kind: 'busy' }, { ...about, exceeded: 'concurrency' })

    const levels = this.#levels(account, group)
    const answered = answerPrompt(prompt, {
      account,
      group,
      wire: this.#dialect.wire,
      write: door?.write && ((message) => door.write?.(message, asked) ?? []),
      voice: { ...text.providers.practice, marked: null },
      random: Math.random,
      now: this.#now,
      beforeMs: this.#options.beforeMs ?? 0,
      paceMs: this.#options.paceMs ?? 0,
    })
    if (!answered.ok) {
      const seconds = Math.max(1, Math.ceil(answered.waitMs / 1000))
      const failure: Failure = { kind: 'limited', dimension: answered.dimension, limit: answered.limit, seconds }
      return this.#turnDown(asked, failure, { ...about, exceeded: answered.dimension, levels })
    }
    const headers = { ...answered.plan.headers, ...this.#dialect.headers(key, account, group, this.#now()) }
    const answer = { ...answered.plan, headers }
    const plan = this.#dialect.habit?.(answer) ?? answer
    const bent = act?.kind === 'bend' ? inWords(act.bend(plan), door) : plan
    return this.#logged(asked, door?.framing?.(bent) ?? bent, {
      ...about,
      act: act?.name ?? null,
      levels,
      usage: answered.usage,
    })
  }

  readonly #now = (): number => (this.#options.now ?? Date.now)()

  async #keyOf(asked: Asked): Promise<TwinKey | null> {
    const { keys = [] } = this.#options
    const secret = await this.#dialect.secretOf(asked, keys)
    return keys.find((it) => it.secret === secret) ?? null
  }

  #actFor(key: TwinKey): Act | undefined {
    const script = this.#byKey.get(key.name)
    if (!script || script.times <= 0) return this.#next.shift()
    script.times -= 1
    return script.act
  }

  #underWay(organization: string): number {
    return this.log.filter((it) => it.organization === organization && it.ended === null).length
  }

  #levels(account: Account, group: string): Record<Dimension, number> {
    const { rpm, itpm, otpm } = account.levels(group, this.#now())
    return { rpm: rpm.level, itpm: itpm.level, otpm: otpm.level }
  }

  #failure(failure: Failure, key: TwinKey | null, group: string | null): Plan {
    const plan = this.#dialect.failure(failure)
    if (key === null) return plan
    const account = this.account(organizationOf(key))
    return { ...plan, headers: { ...this.#dialect.headers(key, account, group, this.#now()), ...plan.headers } }
  }

  #turnDown(asked: Asked, failure: Failure, about: About): Plan {
    const known = failure.kind === 'unknown_key' ? null : about.key
    return this.#logged(asked, this.#failure(failure, known, about.group ?? null), about)
  }

  #logged(asked: Asked, plan: Plan, { key, ...about }: About): Plan {
    const entry: LogEntry = {
      model: null,
      group: null,
      exceeded: null,
      act: null,
      levels: null,
      usage: null,
      ...about,
      at: this.#now(),
      key: key?.name ?? null,
      organization: key && organizationOf(key),
      status: plan.status,
      output: 0,
      ended: null,
      headers: asked.headers,
      body: asked.body,
    }
    this.log.push(entry)
    if (this.log.length > (this.#options.keep ?? Number.POSITIVE_INFINITY)) this.log.shift()
    this.#options.watch?.(entry)
    return {
      ...plan,
      spend: (tokens) => {
        entry.output += tokens
        plan.spend?.(tokens)
      },
      ended: (how) => {
        entry.ended = how
        plan.ended?.(how)
        this.#options.watch?.(entry)
      },
    }
  }
}

type About = { key: TwinKey | null } & Partial<
  Pick<LogEntry, 'model' | 'group' | 'exceeded' | 'act' | 'levels' | 'usage'>
>

export const organizationOf = (key: TwinKey): string => key.organization ?? `org-${key.name}`

/** Scripts write events of the Messages API. */
const inWords = (plan: Plan, door: Door | undefined): Plan =>
  door?.bent ? { ...plan, steps: plan.steps.map((step) => door.bent?.(step) ?? step) } : plan
