import { Agent } from 'undici'
import type { KeyId, ProviderId } from '../src-shared/domain/ids.ts'
import type { RequestRecord } from '../src-shared/domain/relay.ts'
import { pushes } from '../src-shared/ipc/contract.ts'
import type { Snapshot } from '../src-shared/ipc/snapshot.ts'
import { text } from '../src-shared/text/text.ts'
import type { App, AppPorts } from './app.ts'
import { clockWatch } from './care/clock-watch.ts'
import { forecastWatch } from './care/forecast-watch.ts'
import { keyCare } from './care/key-care.ts'
import { Catalogue } from './catalogue/catalogue.ts'
import { lookUp } from './catalogue/look-up.ts'
import { tlsWith } from './certificate/own-certificate.ts'
import { everywhere } from './claude/settings/everywhere.ts'
import { lookupOf } from './config/lookup.ts'
import { practiceSwitch } from './config/practice-switch.ts'
import { accounts } from './feed/accounts.ts'
import { pushHub } from './feed/pushes.ts'
import { recent } from './feed/recent.ts'
import { requestLog } from './feed/request-log.ts'
import { type Facts, snapshotFeed } from './feed/snapshot-feed.ts'
import { readHint } from './files/hint.ts'
import { addressOf } from './ipc/handlers/desk.ts'
import { createHandlers } from './ipc/handlers/handlers.ts'
import { checkStored, lendSoon } from './ipc/handlers/key-check.ts'
import type { Live, Rooms } from './ipc/handlers/rooms.ts'
import { serve } from './ipc/serve.ts'
import { debugWhile } from './log/debug-while.ts'
import { KeyPool } from './pool/key-pool.ts'
import { Passes } from './providers/passes.ts'
import { providers as kinds } from './providers/registry.ts'
import { guardedConnector } from './relay/inner.ts'
import { createRelay } from './relay/relay.ts'
import { hintOf } from './secrets/secret.ts'
import { budgetNotice } from './sessions/budget-notice.ts'
import { followRuns } from './sessions/follow-runs.ts'
import { priceOf } from './sessions/price-of.ts'
import { Sessions } from './sessions/sessions.ts'
import type { Price } from './sessions/tally.ts'

/** Streams under way get this long to end when the relay stops. */
const DRAIN_MS = 30_000

/** Builds the parts and ties them together. Nothing is started, read or written before `start`. */
export function assemble(ports: AppPorts): App {
  const { clock, alarm, ids, log, redactor, launcher, token, desktop, logs } = ports
  const debug = debugWhile(clock, alarm, applyLog)
  const own: Live = { source: ports.source, vault: ports.vault, practice: false }
  let live = own
  let unfollow = () => {}
  let claude: Snapshot['claude'] = { kind: 'looking' }
  /** What the pool knew of the user's own keys when the practice began. */
  let learned: unknown
  /** Where the config in force says to listen; `null`: not started. */
  let place: string | null = null

  const pool = new KeyPool({ clock, alarm, chance: Math.random })
  const catalogue = new Catalogue(clock)
  const requests = requestLog()
  const hub = pushHub()
  const warn = (said: string) => hub.push('notice.raised', { kind: 'other', tone: 'warn', text: said })
  const say = (said: string) => hub.push('notice.raised', { kind: 'other', tone: 'info', text: said })
  const past = recent()
  const dispatcher = new Agent({ connect: guardedConnector() })
  const passes = new Passes({ clock, alarm, wall: ports.wall ?? Date.now, hide: redactor.know, here: ports.here })
  const lookup = lookupOf(() => live.source.current(), kinds)
  const { derived } = lookup
  const sessions = new Sessions({
    ...{ clock, alarm, ids, log, file: ports.sessions },
    isInstallToken: (candidate) => token.is(candidate),
    profile: (name) => derived().relay.profiles.find((it) => it.name === name),
    reached: (name, used) => hub.push('notice.raised', budgetNotice(name, used)),
    changed: () => feed.mark(),
  })
  let unfollowRuns = () => {}
  let unwatchClock = () => {}
  const relay = createRelay({
    ...{ clock, ids, log, pool, passes, secretOf, chance: Math.random },
    ...(ports.portHolder && { portHolder: ports.portHolder }),
    ...{ recordOf: requests.find, config: () => derived().relay, record: (it) => books.record(it) },
    tls: tlsWith(ports.certificate, () => ports.plain ?? derived().settings.plain_http),
    logged: () => ({ ...derived().logged, ...(debug.until() !== null && everything) }),
    notice: (notice) => hub.push('notice.raised', notice),
    describe: (type, model) => catalogue.describe(type, model),
    holderOf: (candidate) => sessions.holderOf(candidate),
    usedUp: (profile) => sessions.usedUp(profile),
  })
  const feed = snapshotFeed({
    clock,
    alarm,
    facts,
    nextChangeAt: () => sooner(sooner(pool.nextChangeAt(), relay.nextChangeAt()), sessions.nextChangeAt()),
  })
  const practice = practiceSwitch({
    ...{ clock, ids, redactor, own: own.source },
    enter(overlay) {
      learned = pool.save()
      books.clear()
      go({ ...overlay, practice: true })
    },
    leave() {
      books.clear()
      go(own)
      pool.load(learned)
    },
  })
  const globally = everywhere({
    ...{ log, settings: ports.claudeCode.settings },
    isOn: () => own.source.current().app.claude_everywhere,
    destination() {
      const status = relay.status()
      const isUp = status.kind === 'listening' || status.kind === 'paused'
      const trust = ports.certificate?.trustPath ?? null
      return isUp ? { address: addressOf(status), token: token.value().reveal(), trust } : null
    },
    giveUp: () => own.source.edit((config) => ({ ...config, app: { ...config.app, claude_everywhere: false } })),
    failed: warn,
  })
  const care = keyCare({
    ...{ clock, alarm, log, pool, file: ports.days, keys: () => derived().keys, keyOf: lookup.key },
    notice: (notice) => hub.push('notice.raised', notice),
    changed: feed.mark,
  })

  const books = accounts({
    clock,
    alarm,
    redactor,
    requests,
    hub,
    past,
    sessions,
    care,
    price,
    changed: () => feed.mark(),
  })
  const forecast = forecastWatch({
    ...{ clock, alarm, keys: () => Object.values(pool.views()) },
    warn: (said) => hub.push('notice.raised', { kind: 'running_out', tone: 'warn', text: said }),
  })
  const rooms: Rooms = {
    ...{ clock, alarm, ids, log, kinds, pool, relay, token, desktop, launcher, dispatcher, passes, logs },
    ...{ sessions, runs: ports.runs, hints: ports.hints, claudeCode: ports.claudeCode, everywhere: globally },
    lines: ports.recent ?? { after: () => [], forget() {} },
    ...{ debug, derived, care, recent: past, lookForClaude, practice, snapshot: feed.snapshot, mark: feed.mark },
    ...{ requests: requests.list, forgetRequests: () => books.clear(), requestOf: requests.find, live: () => live },
  }

  async function secretOf(id: KeyId, baseUrl: string): Promise<string | null> {
    const place = lookup.place(id)
    return place ? lendSoon(live.vault, place, baseUrl, kinds) : null
  }

  function price(record: RequestRecord): Price | null {
    const typeOf = (id: ProviderId) => derived().relay.upstreams.find((it) => it.id === id)?.provider.type
    return priceOf(record, typeOf, (type, model) => catalogue.describe(type, model))
  }

  function facts(): Facts {
    const { relay: config, keys, providers, settings } = derived()
    return {
      relay: relay.status(),
      pool: pool.getStats(),
      keyOrder: keys.map(({ id }) => id),
      keys: pool.views(),
      spent: care.spent(),
      providerOrder: providers.map(({ id }) => id),
      providers: Object.fromEntries(providers.map((it) => [it.id, { ...it, circuit: relay.circuit(it.id) }])),
      choice: config.choice,
      sessions: sessions.views(),
      profiles: config.profiles.map((it) => ({ ...it, spent: sessions.spending(it.name) })),
      login: relay.login(),
      totals: requests.totals(),
      settings,
      // Of the system also during practice, whose keys are kept nowhere.
      vault: own.vault.view,
      config: live.source.view(),
      practice: live.practice,
      token: { hint: hintOf(token.value().reveal()), renews: token.rotate !== null },
      debugUntil: debug.until(),
      claude,
      platform: ports.platform,
      version: ports.version,
    }
  }

  /** From now on this config and this vault are in force. */
  function go(next: Live): void {
    live = next
    unfollow()
    unfollow = live.source.subscribe(apply)
    apply()
    // Without a relay nobody waits for a key, and opening one may ask a person.
    if (ports.listen !== null) void checkSecrets()
  }

  /** Brings every part to the config in force. */
  function apply(): void {
    pool.reconcile(derived().keys)
    care.apply()
    applyLog()
    if (place !== null) globally.follow()
    if (place !== null && place !== derived().settings.listen) void move(derived().settings.listen)
    feed.mark()
  }

  function applyLog(): void {
    const { logging } = live.source.current()
    logs.follow(logging)
    log.setLevel(debug.until() === null ? (ports.level ?? logging.level) : 'debug')
    feed.mark()
  }

  /** The config names another address than before. Where it cannot be had, the relay stays where it is. */
  async function move(address: string): Promise<void> {
    place = address
    if (ports.listen !== undefined) return
    const status = await relay.listen(address)
    if (status.kind !== 'failed') return
    warn(text.notices.cannotMove(status.message))
  }

  async function checkSecrets(): Promise<void> {
    try {
      const locked = await checkStored(rooms)
      if (locked > 0) warn(text.notices.keysLocked(locked))
    } catch (error) {
      log.error({ error: String(error) }, 'stored keys could not be checked')
    }
  }

  async function lookUpModels(): Promise<void> {
    const ignored = await lookUp(catalogue, ports.prices, log)
    if (ignored !== null) warn(ignored)
  }

  async function lookForClaude(): Promise<void> {
    const found = await launcher.claude().catch(() => null)
    claude = found ? { kind: 'found', ...found } : { kind: 'absent' }
    feed.mark()
  }

  return {
    async start() {
      pool.subscribe(feed.mark)
      pool.subscribe(forecast.mark)
      relay.subscribe(feed.mark)
      go(own)
      const hint = readHint(ports.hints)
      if (hint !== undefined) pool.load(hint)
      void lookForClaude()
      log.info({ version: ports.version, source: live.source.view().path }, 'starting')
      if (ports.listen === null) return
      await sessions.load(ports.runs.isAlive)
      unfollowRuns = followRuns({ sessions, runs: ports.runs, clock, alarm })
      place = derived().settings.listen
      await relay.listen(ports.listen ?? place)
      void ports.claudeCode.trust().catch((error) => log.warn({ error: String(error) }, 'the certificate was not told'))
      globally.follow()
      relay.subscribe(globally.follow)
      void lookUpModels()
      if (ports.wall) unwatchClock = clockWatch({ clock, alarm, wall: ports.wall, say }).stop
    },

    wake: relay.wake,

    async stop() {
      if (ports.listen !== null) await globally.end()
      await relay.stop(DRAIN_MS)
      if (!live.practice) await ports.hints?.write(pool.save()).catch(() => log.warn({}, 'hints could not be kept'))
      unfollowRuns()
      unwatchClock()
      if (ports.listen !== null) await sessions.stop()
      forecast.stop()
      await care.stop()
      await practice.stop()
      unfollow()
      debug.stop()
      feed.stop()
      passes.stop()
      books.stop()
      await dispatcher.close()
      log.info({}, 'stopped')
    },

    call: serve(createHandlers(rooms), log, redactor),
    snapshot: feed.snapshot,
    requests: requests.list,
    subscribe(name, listener) {
      if (name !== 'snapshot.patched') return hub.subscribe(name, listener)
      return feed.subscribe((patch) => listener(pushes['snapshot.patched'].parse(patch) as never))
    },
  }
}

const everything = { bodies: true, headers: true, timings: true }

const sooner = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b)
