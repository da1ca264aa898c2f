import type { RelayStatus } from '../../src-shared/domain/relay.ts'
import { text } from '../../src-shared/text/text.ts'
import { Circuits } from '../circuit/circuits.ts'
import { Makers } from '../thinking/makers.ts'
import { type Address, addressOf, failedToListen } from './address.ts'
import type { Core } from './core.ts'
import { Door, type Mode } from './door.ts'
import { HealthChecks } from './health.ts'
import { Listener } from './listener.ts'
import { LoginLimits } from './login-limits.ts'
import type { Relay, RelayParts } from './parts.ts'
import { RetryTokens } from './retry-tokens.ts'
import { Router } from './router.ts'
import { statusOf } from './status.ts'
import { type Timings, timings as usual } from './timings.ts'
import { tellTurn } from './turn.ts'
import { Upstreams } from './upstream.ts'

/** How long streams that were just cut off get to send their last words, in ms. */
const LAST_WORDS_MS = 1_000

/** When a listener that was lost is opened again, in ms after the time before. */
const AGAIN_MS = [0, 200, 500]

/** The local server. `timings` are there to be shortened by tests. */
export function createRelay(parts: RelayParts, timings: Timings = usual): Relay {
  const listeners = new Set<() => void>()
  const changed = () => {
    for (const listener of listeners) listener()
  }
  const circuits = new Circuits({
    rules: () => parts.config().circuit,
    turned: (turn) => tellTurn(parts, turn),
    changed() {
      changed()
      health.look()
    },
  })
  const upstreams = new Upstreams(timings.connectMs, () => parts.clock.now())
  const health = new HealthChecks({ relay: parts, circuits, upstreams })
  const core: Core = {
    parts,
    timings,
    circuits,
    upstreams,
    router: new Router(parts, circuits),
    retries: new RetryTokens(),
    logins: new LoginLimits(changed),
    makers: new Makers(),
  }

  const spoken = {
    http2: () => parts.config().http2,
    tls: parts.tls,
  }
  const over = (): Pick<Extract<RelayStatus, { kind: 'listening' }>, 'over'> =>
    parts.tls === null ? {} : { over: parts.tls.plain() ? 'both' : 'https' }

  let mode: Mode = 'open'
  let at: { listener: Listener; since: number } | null = null
  /** Left for another address; each is open only until its last stream has ended. */
  const left = new Set<Listener>()
  /** What `status` says while nothing listens. */
  let idle: Extract<RelayStatus, { kind: 'stopped' | 'starting' | 'failed' }> = { kind: 'stopped' }

  const status = (): RelayStatus => {
    if (mode === 'draining') return { kind: 'draining', left: door.running }
    if (!at) return idle
    const { host, port } = at.listener
    if (mode === 'paused') return { kind: 'paused', host, port, ...over() }
    return { kind: 'listening', host, port, since: at.since, ...over() }
  }
  const door: Door = new Door({
    core,
    mode: () => mode,
    status: () => statusOf(core, status(), door.running),
    changed: () => {
      if (mode === 'draining') changed()
      if (door.running === 0) drained()
    },
  })
  let drained: () => void = () => {}

  type Failed = Extract<RelayStatus, { kind: 'failed' }>
  async function named(failed: Failed): Promise<Failed> {
    const by = failed.code === 'port_taken' ? await parts.portHolder?.(failed.port) : null
    return by ? { ...failed, by, message: text.errors.listen.takenBy(failed.port, by) } : failed
  }

  const become = (next: typeof idle): RelayStatus => {
    idle = next
    changed()
    return next
  }
  const leave = async (listener: Listener) => {
    left.add(listener)
    await listener.close()
    left.delete(listener)
  }
  const open = async (address: Address): Promise<RelayStatus> => {
    try {
      const handle = door.handle.bind(door)
      const listener = await Listener.open(address, handle, spoken, { timings, log: parts.log })
      const old = at
      at = { listener, since: parts.clock.now() }
      listener.onLost(() => void comeBack(listener, address))
      if (mode === 'draining') mode = 'open'
      if (old) void leave(old.listener)
      const now = status()
      parts.log.info({ host: listener.host, port: listener.port }, 'listening')
      changed()
      return now
    } catch (error) {
      const failed = await named(failedToListen(address, error))
      parts.log.warn({ host: address.host, port: address.port, code: failed.code }, 'cannot listen')
      return at ? failed : become(failed)
    }
  }
  /** Comes back where it was, since sessions know no other place. */
  const comeBack = async (listener: Listener, address: Address) => {
    if (at?.listener !== listener) return
    parts.log.error({ host: listener.host, port: listener.port }, 'the listener was lost')
    at = null
    become({ kind: 'starting' })
    for (const waitMs of AGAIN_MS) {
      await settled(waitMs, () => {})
      if (at !== null || idle.kind === 'stopped') return
      const { port } = listener
      if ((await open({ ...address, port })).kind === 'listening') return
    }
  }
  const isHere = (address: Address) =>
    at !== null && at.listener.host === address.host && (address.port === 0 || at.listener.port === address.port)

  return {
    status,
    circuit: (id) => circuits.status(id, parts.clock.now()),
    retryCircuit: (id) => health.now(id),
    login: () => core.logins.view(parts.clock.now()),
    nextChangeAt() {
      const now = parts.clock.now()
      return earlier(circuits.nextChangeAt(now), core.logins.nextChangeAt(now))
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },

    async listen(wanted) {
      const address = addressOf(wanted)
      if ('kind' in address) return at ? address : become(address)
      if (isHere(address)) return status()
      if (!at) become({ kind: 'starting' })
      return open(address)
    },

    wake: () => upstreams.dropIdle(),

    cut: (session) => door.cut(session),
    pause() {
      if (mode !== 'open') return
      mode = 'paused'
      changed()
    },
    resume() {
      if (mode !== 'paused') return
      mode = 'open'
      changed()
    },

    async stop(drainMs) {
      const here = at
      if (!here || mode === 'draining') return
      mode = 'draining'
      changed()
      health.stop()
      void leave(here.listener)
      const closed = Promise.all([...left].map((it) => it.close()))
      await settled(drainMs, (done) => {
        drained = done
        if (door.running === 0) done()
      })
      door.cutAll()
      await settled(LAST_WORDS_MS, (done) => void closed.then(done))
      for (const it of left) it.closeAll()
      await Promise.all([closed, core.upstreams.close()])
      at = null
      mode = 'open'
      become({ kind: 'stopped' })
    },
  }
}

/** Waits until told, or for `ms`. */
function settled(ms: number, when: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    when(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

const earlier = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b)
