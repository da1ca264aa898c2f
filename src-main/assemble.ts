import { Agent } from 'undici'
import type { KeyId } from '../src-shared/domain/ids.ts'
import type { RequestRecord } from '../src-shared/domain/relay.ts'
import { pushes } from '../src-shared/ipc/contract.ts'
import type { Snapshot } from '../src-shared/ipc/snapshot.ts'
import { text } from '../src-shared/text/text.ts'
import type { App, AppPorts } from './app.ts'
import { Catalogue } from './catalogue/catalogue.ts'
import { loadOverrides } from './catalogue/override-file.ts'
import { derivedOf } from './config/derive.ts'
import { placeOf } from './config/edit.ts'
import { practiceSwitch } from './config/practice-switch.ts'
import { pushHub } from './feed/pushes.ts'
import { redactRecord } from './feed/redact-record.ts'
import { requestLog } from './feed/request-log.ts'
import { type Facts, snapshotFeed } from './feed/snapshot-feed.ts'
import { createHandlers } from './ipc/handlers/handlers.ts'
import { checkStored, lend } from './ipc/handlers/key-check.ts'
import type { Live, Rooms } from './ipc/handlers/rooms.ts'
import { serve } from './ipc/serve.ts'
import { KeyPool } from './pool/key-pool.ts'
import type { JsonFile } from './ports.ts'
import { providers as kinds } from './providers/registry.ts'
import { createRelay } from './relay/relay.ts'

/** Streams under way get this long to end when the relay stops. */
const DRAIN_MS = 30_000

/** Builds the parts and ties them together. Nothing is started, read or written before `start`. */
export function assemble(ports: AppPorts): App {
  const { clock, alarm, ids, log, redactor, launcher, token, desktop, logs } = ports
  const own: Live = { source: ports.source, vault: ports.vault, practice: false }
  let live = own
  let unfollow = () => {}
  let claude: Snapshot['claude'] = null
  /** What the pool knew of the user's own keys when the practice began. */
  let learned: unknown

  const pool = new KeyPool({ clock, alarm, chance: Math.random })
  const catalogue = new Catalogue(clock)
  const requests = requestLog()
  const hub = pushHub()
  const dispatcher = new Agent()
  const derived = derivedOf(() => live.source.current(), kinds)
  const relay = createRelay({
    ...{ clock, ids, log, pool, secretOf, record },
    config: () => derived().relay,
    describe: (type, model) => catalogue.describe(type, model),
    isClientToken: (candidate) => token.is(candidate),
  })
  const feed = snapshotFeed({ clock, alarm, facts, nextChangeAt: () => pool.nextChangeAt() })
  const practice = practiceSwitch({
    ...{ clock, ids, redactor, own: own.source },
    enter(overlay) {
      learned = pool.save()
      go({ ...overlay, practice: true })
    },
    leave() {
      go(own)
      pool.load(learned)
    },
  })
  const rooms: Rooms = {
    ...{ clock, alarm, ids, log, kinds, pool, relay, token, desktop, launcher, dispatcher, logs },
    ...{ derived, lookForClaude, practice, snapshot: feed.snapshot, requests: requests.list },
    live: () => live,
  }

  async function secretOf(id: KeyId, baseUrl: string): Promise<string | null> {
    const place = placeOf(live.source.current(), id, kinds)
    return (place && (await lend(live.vault, place, baseUrl, kinds)))?.reveal() ?? null
  }

  function record(whole: RequestRecord): void {
    const safe = redactRecord(whole, redactor)
    requests.record(safe)
    hub.push('request.recorded', safe)
    feed.mark()
  }

  function facts(): Facts {
    const { relay: config, keys, providers, settings } = derived()
    return {
      relay: relay.status(),
      pool: pool.getStats(),
      keyOrder: keys.map(({ id }) => id),
      keys: pool.views(),
      providerOrder: providers.map(({ id }) => id),
      providers: Object.fromEntries(providers.map((it) => [it.id, { ...it, circuit: relay.circuit(it.id) }])),
      choice: config.choice,
      totals: requests.totals(),
      settings,
      vault: live.vault.view,
      config: live.source.view(),
      practice: live.practice,
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
    void checkSecrets()
  }

  /** Brings every part to the config in force. */
  function apply(): void {
    pool.reconcile(derived().keys)
    log.setLevel(live.source.current().logging.level)
    feed.mark()
  }

  async function checkSecrets(): Promise<void> {
    try {
      const locked = await checkStored(rooms)
      if (locked > 0) hub.push('notice.raised', { tone: 'warn', text: text.notices.keysLocked(locked) })
    } catch (error) {
      log.error({ error: String(error) }, 'stored keys could not be checked')
    }
  }

  async function lookUpModels(): Promise<void> {
    await catalogue.load().catch((error) => log.error({ error: String(error) }, 'the price package could not be read'))
    const { prices: path } = ports
    const problems = path === undefined ? [] : await loadOverrides(catalogue, path)
    for (const problem of problems) log.warn({ path }, problem)
    if (path === undefined || problems.length === 0) return
    hub.push('notice.raised', { tone: 'warn', text: text.models.override.ignored(path, problems) })
  }

  async function lookForClaude(): Promise<void> {
    claude = await launcher.claude().catch(() => null)
    feed.mark()
  }

  return {
    async start() {
      pool.subscribe(feed.mark)
      relay.subscribe(feed.mark)
      go(own)
      const hint = readHint(ports.hints)
      if (hint !== undefined) pool.load(hint)
      void lookForClaude()
      const listen = ports.listen ?? derived().settings.listen
      log.info({ version: ports.version, source: live.source.view().path }, 'starting')
      await relay.listen(listen)
      void lookUpModels()
    },

    async stop() {
      await relay.stop(DRAIN_MS)
      if (!live.practice) await ports.hints?.write(pool.save()).catch(() => log.warn({}, 'hints could not be kept'))
      await practice.stop()
      unfollow()
      feed.stop()
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

/** A hint that cannot be read is no hint: everything in it is learned again within a minute. */
function readHint(file: JsonFile | null): unknown {
  try {
    return file?.read()
  } catch {
    return undefined
  }
}
