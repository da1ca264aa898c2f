import { text } from '../../src-shared/text/text.ts'
import { readError } from '../providers/error-body.ts'
import { typeOf } from '../providers/error-types.ts'
import type { Draft } from '../providers/provider.ts'
import { readAlias } from '../routing/alias.ts'
import { ThoughtReader } from '../thinking/thought-reader.ts'
import { called } from './called.ts'
import type { Client } from './client.ts'
import type { Core } from './core.ts'
import { passBytes, passEvents } from './deliver.ts'
import { type Authored, LASTING } from './errors.ts'
import { Exchange, type Outcome, type Whole } from './exchange.ts'
import { type HeaderMap, toUpstream } from './headers.ts'
import type { RelayConfig, Upstream } from './parts.ts'
import { type Ended, Story } from './record.ts'
import { gateway } from './refuse.ts'
import { pathOf } from './routes.ts'
import type { Job } from './try-key.ts'
import { UsageMeter } from './usage-meter.ts'
import { makerOf } from './whose-thinking.ts'

/**
 * Passes a request with the Claude login that the client itself brought on to Anthropic: once, as it is, with the
 * answer as it is. No key, no pool and no circuit has a part in it; the login is in this request's headers and
 * nowhere else. `asMessage`: it is kept as a request, which counting tokens is not.
 */
export async function passLogin(core: Core, job: Job, client: Client, asMessage: boolean): Promise<void> {
  const { parts, timings } = core
  const { facts, sessionId, launch } = job
  const path = pathOf(job.path)
  const opening = {
    id: client.id,
    path,
    sessionId,
    model: facts.model,
    streamed: facts.stream,
    login: true,
    ...(launch && { launch }),
  }
  const story = asMessage ? new Story(parts, opening) : null
  const meter = new UsageMeter({ input() {}, output() {} })
  const early = asMessage && facts.stream ? setTimeout(() => client.beginEarly(), timings.earlyMs) : undefined
  let outcome: Ended = 'failed'
  try {
    const way = wayFor(job.config, facts.model)
    if ('message' in way) {
      client.refuse(way)
      outcome = 'refused'
    } else {
      story?.chose(words.why, [])
      outcome = await pass({ core, job, client, way, story, meter })
    }
  } finally {
    clearTimeout(early)
    story?.end(outcome, client.status, meter.usage)
  }
}

const words = text.errors.login

/** Anthropic's own address, with an entry that is switched on; or why not. A provider that was chosen is not passed by. */
function wayFor({ upstreams, choice, login }: RelayConfig, asked: string): Upstream | Authored {
  const no = (message: string): Authored => ({ status: 400, type: 'invalid_request_error', message, headers: LASTING })
  if (!login) return no(words.off)
  const chosen = readAlias(asked)?.provider ?? choice.provider
  const own = upstreams.filter((it) => it.enabled && isAnthropicItself(it))
  if (chosen === null) return own[0] ?? no(words.nowhere)
  return own.find(({ id }) => id === chosen) ?? no(words.elsewhere(chosen))
}

/** Not whoever speaks the same way under another address: a login is worth more than a key. */
const isAnthropicItself = ({ provider, baseUrl }: Upstream): boolean =>
  provider.type === 'anthropic' && new URL(baseUrl).origin === new URL(provider.baseUrl).origin

/** What an answer says of the account, which is the client's own here. */
const ACCOUNT = /^anthropic-(ratelimit-unified-.+|organization-id|workspace-id)$/

interface Passing {
  readonly core: Core
  readonly job: Job
  readonly client: Client
  readonly way: Upstream
  readonly story: Story | null
  readonly meter: UsageMeter
}

async function pass(it: Passing): Promise<Ended> {
  const { core, job, client, way, story } = it
  const { clock } = core.parts
  const startedAt = clock.now()
  const exchange = new Exchange(core.upstreams, way, core.parts.config().idleMs, client.gone)
  const tried = (status: number | null, verdict: string, said: string) => {
    const whom = { providerId: way.id, keyId: null, label: words.label, model: job.facts.model }
    story?.tried({ ...whom, status, verdict, said, startedAt })
  }
  try {
    const outcome = await exchange.begin(draftOf(job, way.baseUrl), (reply) => {
      core.logins.observed(reply.header, clock.now())
      client.mark(accountIn(reply.headers))
    })
    if (outcome.kind === 'gone') {
      tried(null, 'aborted', text.errors.clientLeft)
      return 'aborted'
    }
    if (outcome.kind === 'failed') {
      const { failure, answer, status } = outcome
      tried(status, failure.kind, failure.said)
      if (answer) sendWhole(client, answer)
      else client.refuse(gateway(failure))
      return 'failed'
    }
    const status = outcome.kind === 'whole' ? outcome.answer.status : outcome.reply.status
    tried(status, 'deliver', text.providers.answered(called(way), status))
    story?.firstByte()
    return await deliver(it, exchange, outcome)
  } finally {
    exchange.close()
  }
}

async function deliver(
  { core, client, way, story, meter }: Passing,
  exchange: Exchange,
  outcome: Exclude<Outcome, { kind: 'gone' | 'failed' }>,
): Promise<Ended> {
  // Should the conversation go on with somebody else, it is known who vouched for these thoughts.
  const thoughts = new ThoughtReader((signature) => core.makers.made(makerOf(way), signature))
  if (outcome.kind === 'whole') {
    const { answer } = outcome
    if (answer.status < 300) {
      meter.readWhole(answer.body)
      thoughts.readWhole(answer.body)
    }
    sendWhole(client, answer)
    return answer.status < 300 ? 'ok' : 'refused'
  }
  if (!client.begun && outcome.kind === 'stream') client.openEvents(outcome.reply.headers)
  if (!client.begun && outcome.kind === 'bytes') client.openBytes(outcome.reply.status, outcome.reply.headers)
  const ending =
    outcome.kind === 'stream'
      ? await passEvents(exchange, outcome.first, client, { meter, thoughts, name: called(way) })
      : await passBytes(exchange, outcome.first, client)
  if (ending.kind === 'broken') story?.retold('broken', ending.said)
  return { done: 'ok', gone: 'aborted', broken: 'failed' }[ending.kind] as Ended
}

function sendWhole(client: Client, { status, headers, body }: Whole): void {
  if (!client.begun) {
    client.send(status, headers, body)
    return
  }
  // The answer was begun as a stream, in order not to be silent for too long.
  const message = readError(body.toString('utf8')).message ?? text.errors.bug
  client.refuse({ status, type: typeOf(status < 300 ? 500 : status), message })
}

/** The client's own bytes and headers, its login among them. */
function draftOf({ path, headers, body }: Job, baseUrl: string): Draft {
  const { authorization } = headers
  return {
    baseUrl,
    path,
    headers: { ...toUpstream(headers), ...(authorization !== undefined && { authorization }) },
    body,
  }
}

function accountIn(headers: HeaderMap): Record<string, string> {
  const named = Object.entries(headers).filter(([name]) => ACCOUNT.test(name))
  return Object.fromEntries(named.map(([name, value]) => [name, [value].flat().join(', ')]))
}
