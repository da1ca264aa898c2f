import { RequestId, type SessionId } from '../../src-shared/domain/ids.ts'
import type { RequestRecord } from '../../src-shared/domain/relay.ts'
import { text } from '../../src-shared/text/text.ts'
import { answer } from './answer.ts'
import { Audit } from './audit.ts'
import { BodyBudget, readBody } from './body.ts'
import { Client } from './client.ts'
import type { Core } from './core.ts'
import { countTokens } from './count-tokens.ts'
import { type Authored, LASTING } from './errors.ts'
import { factsOf } from './facts.ts'
import { type Gate, gate } from './gate.ts'
import type { Listener } from './listener.ts'
import { passLogin } from './login.ts'
import { type Listed, listModels, oneModel } from './models.ts'
import type { Holder } from './parts.ts'
import { Places } from './places.ts'
import { listProviders } from './providers.ts'
import { Slabs } from './slabs.ts'
import { Strangers } from './strangers.ts'
import { type Terms, termsOf } from './terms.ts'
import type { Asked, Reply } from './wire.ts'

type LetIn = Extract<Gate, { ok: true }>

export type Mode = 'open' | 'paused' | 'draining'

export interface DoorOptions {
  readonly core: Core
  mode(): Mode
  /** What `GET /status` answers. */
  status(): unknown
  /** The number of requests under way has changed. */
  changed(): void
}

/** Where every request comes in: who may, what it asks for, and whom that is handed to. */
export class Door {
  readonly #core: Core
  readonly #options: DoorOptions
  readonly #audit: Audit
  readonly #strangers: Strangers
  readonly #room = { budget: new BodyBudget(), slabs: new Slabs() }
  readonly #places: Places
  readonly #running = new Set<Client>()
  /** Those of launches, from when they are let in, with a place or without one yet. */
  readonly #launchOf = new Map<Client, SessionId>()

  constructor(options: DoorOptions) {
    this.#options = options
    this.#core = options.core
    this.#audit = new Audit(options.core.parts)
    this.#strangers = new Strangers(options.core.parts)
    this.#places = new Places(() => options.core.parts.config().maxConcurrent)
  }

  /** Messages and counts under way. */
  get running(): number {
    return this.#running.size
  }

  /** Ends whatever is under way, each with an error that says why. */
  cutAll(): void {
    for (const client of this.#running) client.cut(draining)
  }

  /** The same for one launch, whose user ended it. */
  cut(session: SessionId): void {
    for (const [client, launch] of this.#launchOf) if (launch === session) client.cut(ended)
  }

  handle(asked: Asked, reply: Reply, { hosts }: Pick<Listener, 'hosts'>): void {
    const { parts, timings } = this.#core
    const client = new Client(reply, idFor(asked, parts.ids.uuid), timings)
    const letIn = gate(asked, hosts, parts.holderOf)
    if (!letIn.ok) {
      this.#audit.refused(letIn.refusal.status, letIn.refusal.message)
      if (letIn.refusal.status === 401) this.#strangers.came()
      client.refuse(letIn.refusal)
    } else void this.#enter({ ...asked, url: letIn.url }, reply, client, letIn)
  }

  async #enter(asked: Asked, reply: Reply, client: Client, letIn: LetIn): Promise<void> {
    try {
      await this.#go(asked, reply, client, letIn)
    } catch (error) {
      const stack = String(error instanceof Error ? error.stack : error)
      this.#core.parts.log.error({ id: client.id, error: stack }, 'request failed')
      client.refuse({ status: 500, type: 'api_error', message: text.errors.bug })
    }
  }

  #go(asked: Asked, reply: Reply, client: Client, { route, login, holder }: LetIn): void | Promise<void> {
    const { describe } = this.#core.parts
    const mode = this.#options.mode()
    if (route.name === 'hello') return client.send(200, {}, '')
    if (route.name === 'health') return json(client, { status: mode === 'open' ? 'ok' : mode })
    if (route.name === 'status') return json(client, this.#options.status())
    if (route.name === 'providers') return json(client, listProviders(this.#core))
    if (route.name === 'request') return listed(client, oneRequest(this.#core.parts.recordOf(route.id), route.id))
    if (mode === 'paused') return client.refuse(paused)
    if (mode === 'draining') return client.refuse(draining)
    const terms = termsOf(holder, this.#core.parts)
    if ('status' in terms) return client.refuse(terms)
    const { upstreams } = terms.config
    if (route.name === 'models') {
      const query = new URL(asked.url, 'http://localhost').searchParams
      return listed(client, listModels(upstreams, describe, query))
    }
    if (route.name === 'model') return listed(client, oneModel(upstreams, describe, route.id))
    return this.#work({ asked, reply, client, name: route.name, login, holder, terms })
  }

  async #work({ asked, reply, client, name, login, holder, terms }: Work) {
    const { parts, timings } = this.#core
    const launch = holder.kind === 'launch' ? holder.id : null
    if (launch !== null) {
      this.#launchOf.set(client, launch)
      reply.on('close', () => this.#launchOf.delete(client))
    }
    if (!(await this.#places.enter(timings.placeMs, client.gone)))
      return client.refuse(crowded(parts.config().maxConcurrent))
    this.#running.add(client)
    this.#options.changed()
    reply.on('close', () => {
      this.#running.delete(client)
      this.#places.leave()
      this.#options.changed()
    })
    const { url, headers } = asked
    if (headers.expect !== undefined) reply.goOn()
    const read = await readBody(asked, parts.config().maxBodyBytes, this.#room, timings)
    if (read.kind === 'gone') return client.destroy()
    if (read.kind === 'refused') return client.refuse(read.error)
    let spared = false
    const spare = () => {
      spared = true
    }
    try {
      const facts = factsOf(read.body)
      if (typeof facts === 'string') return client.refuse(unreadable[facts])
      const model = terms.model(facts.model, headers['x-claude-code-agent-id'] !== undefined)
      const about = { sessionId: sessionOf(headers), launch, config: terms.config, wanted: { ...facts, model } }
      const job = { path: url, headers, body: read.body, spare, facts, ...about }
      if (login) await passLogin(this.#core, job, client, name === 'messages')
      else await (name === 'messages' ? answer : countTokens)(this.#core, job, client)
    } finally {
      this.#room.budget.give(read.held)
      if (spared && read.slab) this.#room.slabs.give(read.slab)
    }
  }
}

/** A request that may be served. */
interface Work {
  readonly asked: Asked
  readonly reply: Reply
  readonly client: Client
  readonly name: 'messages' | 'count_tokens'
  readonly login: boolean
  readonly holder: Holder
  readonly terms: Terms
}

/** The client's own id where it is one that can stand in a log; the same id is in every answer and error. */
function idFor({ headers }: Asked, uuid: () => string): RequestId {
  const given = headers['x-request-id']
  return RequestId.parse(typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : uuid())
}

function sessionOf(headers: Asked['headers']): string | null {
  const given = headers['x-claude-code-session-id']
  return typeof given === 'string' && given !== '' ? given.slice(0, 128) : null
}

function json(client: Client, value: unknown): void {
  client.send(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }, JSON.stringify(value))
}

function oneRequest(record: RequestRecord | null, id: string): Listed {
  if (record !== null) return { ok: true, value: record }
  return { ok: false, error: { status: 404, type: 'not_found_error', message: words.list.request(id.slice(0, 100)) } }
}

const listed = (client: Client, list: Listed): void => (list.ok ? json(client, list.value) : client.refuse(list.error))

const words = text.errors
const paused: Authored = { status: 503, type: 'api_error', message: words.paused, headers: LASTING }
const ended: Authored = {
  status: 400,
  type: 'invalid_request_error',
  message: words.gate.sessionEnded,
  headers: LASTING,
}
/** The next start answers again, so the client may come back. */
const draining: Authored = {
  status: 503,
  type: 'api_error',
  message: words.draining,
  headers: { 'retry-after': '2', connection: 'close' },
}
const unreadable: Readonly<Record<'not_json' | 'no_model', Authored>> = {
  not_json: { status: 400, type: 'invalid_request_error', message: words.body.notJson },
  no_model: { status: 400, type: 'invalid_request_error', message: words.body.noModel },
}
/** Not a 429: no key is at its limit. Not a 529: that is the provider's to say. */
const crowded = (most: number): Authored => ({
  status: 503,
  type: 'api_error',
  message: words.crowded(most),
  headers: { 'retry-after': '1' },
})
