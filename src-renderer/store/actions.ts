import type { KeyId, ProviderId, SessionId } from '../../src-shared/domain/ids.ts'
import type { KeyView } from '../../src-shared/domain/key.ts'
import type { ProviderView } from '../../src-shared/domain/provider.ts'
import type { SessionView } from '../../src-shared/domain/session.ts'
import type { AppError, Input, Reply, RequestName } from '../../src-shared/ipc/contract.ts'
import type { Settings, Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { timeOfDay } from '../../src-shared/text/format.ts'
import { sessionName } from '../../src-shared/text/session.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Client } from '../link/client.ts'
import type { Failover } from '../words/failover.ts'
import { providerName } from '../words/names.ts'
import { testWords } from '../words/test-words.ts'
import type { PoolClock } from './clock.ts'
import { type RelayStore, snapshotOf } from './relay-store.ts'
import type { Notice, Sheet, TestState, Ui, UiStore } from './ui-store.ts'

export interface ActionParts {
  client: Client
  relay: RelayStore
  ui: UiStore
  clock: PoolClock
}

export type Actions = ReturnType<typeof createActions>

const said = text.window.keys.said

/** How long the way back from a move is offered, in ms. */
const UNDO_MS = 8000

/**
 * Everything a person can do here, as verbs. An answer that is an error stands where it happened if
 * the caller shows it, and else becomes a notice; nothing is ever dropped.
 */
export function createActions({ client, relay, ui, clock }: ActionParts) {
  const snapshot = (): Snapshot | null => snapshotOf(relay.getState())
  const keyOf = (id: KeyId): KeyView | undefined => snapshot()?.keys[id]
  const set = (change: Partial<Ui>) => ui.setState(change)

  let notices = 0
  /** `topic`: takes the place of what was last said of it. */
  const notice = (tone: Notice['tone'], words: string, topic?: Notice['topic']) => {
    const isOver = (other: Notice) => other.text === words || (topic !== undefined && other.topic === topic)
    const others = ui.getState().notices.filter((other) => !isOver(other))
    notices += 1
    set({ notices: [...others, { id: notices, tone, text: words, ...(topic && { topic }) }] })
  }
  const say = (words: string) => set({ spoken: { text: words } })

  /** The value of a good answer; a bad one becomes a notice and `null`. */
  async function asked<N extends RequestName>(reply: Promise<Reply<N>>, done?: string) {
    const { ok, value, error } = flat(await reply)
    if (!ok) notice('error', error.message)
    else if (done) say(done)
    return { ok, value }
  }
  const test = (id: KeyId, state: TestState | null) => {
    const { [id]: _, ...others } = ui.getState().tests
    set({ tests: state ? { ...others, [id]: state } : others })
  }

  async function launch(where: Input<'claude.launch'>) {
    const { ok, value } = await asked(client.claude.launch(where))
    if (ok && value) notice('info', text.window.sessions.said.opened(value.terminal, value.folder), 'launch')
  }

  /** `to`: its place among the others, from 0. */
  async function placeKey(id: KeyId, to: number): Promise<void> {
    const before = snapshot()?.keyOrder ?? []
    const from = before.indexOf(id)
    if (from < 0 || to < 0 || to >= before.length || to === from) return
    const order = before.toSpliced(from, 1).toSpliced(to, 0, id)
    const label = keyOf(id)?.label ?? ''
    const { ok } = await asked(client.key.reorder({ order }), said.moved(label, to + 1, order.length))
    if (ok) set({ moved: { label, place: to + 1, before, until: clock.now() + UNDO_MS } })
  }

  /** Tries a resting key again, or all of them. */
  async function wakeKeys(id?: KeyId) {
    const { ok, value } = await asked(client.key.clearCooldowns(id === undefined ? {} : { id }))
    if (ok && value) say(said.woken(value.cleared))
  }

  /** Lets a provider that is left alone be asked again at once. */
  async function tryProvider(id: ProviderId) {
    const { ok, value } = await asked(client.provider.tryNow({ id }))
    if (ok && value) notice(value.reached ? 'info' : 'warn', value.said)
  }

  return {
    client,
    say,
    notice,
    dismiss: (id: number) => set({ notices: ui.getState().notices.filter((other) => other.id !== id) }),
    open: (sheet: Sheet) => set({ sheet }),
    close: () => set({ sheet: { kind: 'none' } }),

    async toggleKey(id: KeyId) {
      const key = keyOf(id)
      if (!key) return
      await asked(
        client.key.enable({ id, enabled: !key.enabled }),
        key.enabled ? said.turnedOff(key.label) : said.turnedOn(key.label),
      )
    },
    async renameKey(id: KeyId, label: string) {
      set({ renaming: null })
      if (label && label !== keyOf(id)?.label) await asked(client.key.rename({ id, label }), said.renamed(label))
    },
    async removeKey(id: KeyId) {
      const now = snapshot()
      const key = now?.keys[id]
      if (!now || !key) return
      const place = now.keyOrder.indexOf(id)
      const { ok, value } = await asked(client.key.remove({ id }), text.window.keys.removed(key.label))
      if (!ok || !value) return
      const removed = {
        id,
        label: key.label,
        after: now.keyOrder[place - 1] ?? null,
        until: clock.now() + value.undoMs,
      }
      const neighbour = now.keyOrder[place + 1] ?? now.keyOrder[place - 1] ?? null
      set({ removed: [...ui.getState().removed.filter((other) => other.id !== id), removed], key: neighbour })
    },
    async restoreKey(id: KeyId) {
      const gone = ui.getState().removed.find((other) => other.id === id)
      const { ok } = await asked(client.key.restore({ id }), gone && text.window.keys.restored(gone.label))
      set({ removed: ui.getState().removed.filter((other) => other.id !== id), ...(ok ? { key: id } : {}) })
    },
    forgetRemoved: (id: KeyId) => set({ removed: ui.getState().removed.filter((other) => other.id !== id) }),
    async testKey(id: KeyId) {
      if (ui.getState().tests[id]?.kind === 'running') return
      test(id, { kind: 'running' })
      const reply = await client.key.test({ id })
      const at = clock.now()
      const over: TestState = reply.ok
        ? { kind: 'done', at, result: reply.value }
        : { kind: 'failed', at, message: reply.error.message }
      test(id, over)
      say(`${keyOf(id)?.label ?? ''}: ${testWords(over).text}`)
    },
    wakeKeys,
    async moveKey(id: KeyId, by: -1 | 1) {
      const order = snapshot()?.keyOrder ?? []
      await placeKey(id, order.indexOf(id) + by)
    },
    placeKey,
    async undoMove() {
      const { moved } = ui.getState()
      if (!moved || moved.until <= clock.now()) return
      set({ moved: null })
      await asked(client.key.reorder({ order: [...moved.before] }), said.movedBack(moved.label))
    },

    careFor: (id: KeyId, change: Omit<Input<'key.care'>, 'id'>) =>
      asked(client.key.care({ id, ...change }), said.cared(keyOf(id)?.label ?? '')),
    async pauseKey(id: KeyId, time: Input<'key.pause'>['for']) {
      const { ok, value } = await asked(client.key.pause({ id, for: time }))
      if (ok && value) say(said.paused(keyOf(id)?.label ?? '', timeOfDay(value.until).slice(0, 5)))
    },
    resumeKey: (id: KeyId) => asked(client.key.resume({ id }), said.resumed(keyOf(id)?.label ?? '')),

    async pauseSession(id: SessionId) {
      const session = snapshot()?.sessions[id]
      if (!session) return
      const { paused, resumed } = text.window.sessions.said
      const name = sessionName(session)
      if (session.state === 'paused') await asked(client.session.resume({ id }), resumed(name))
      else await asked(client.session.pause({ id }), paused(name))
    },
    async endSession(id: SessionId) {
      const session = snapshot()?.sessions[id]
      set({ ending: null })
      if (session) await asked(client.session.end({ id }), text.window.sessions.said.ended(sessionName(session)))
    },
    async assignProfile(id: SessionId, profile: string | null) {
      const session = snapshot()?.sessions[id]
      if (!session || session.profile === profile) return
      const { said, noProfile } = text.window.sessions
      await asked(client.session.assign({ id, profile }), said.assigned(sessionName(session), profile ?? noProfile))
    },
    /** In the folder of a session that is over, under its profile. */
    launchAgain: ({ folder, profile }: SessionView) => launch({ folder, profile }),
    /** Under the profile that the folder remembers. */
    /** In the system's own dialog; `null`: none was picked. */
    pickFolder: async () => (await asked(client.claude.pickFolder())).value?.folder ?? null,
    /** `null`: the last folder, else the user's own. */
    launchIn: (folder: string | null) => launch({ folder }),

    /** Back to who was asked first: its key need not rest, and its provider goes before where sessions live. */
    async undoFailover({ from: { providerId, keyId }, back }: Failover) {
      if (back?.kind === 'key' && keyId) await wakeKeys(keyId)
      if (back?.kind !== 'provider') return
      const { ok } = await asked(client.choice.set({ provider: providerId }))
      if (!ok) return
      if (keyId && keyOf(keyId)) await wakeKeys(keyId)
      await tryProvider(providerId)
    },
    stayWith: (provider: ProviderView) =>
      asked(client.choice.set({ provider: provider.id }), text.window.requests.stays(providerName(provider))),

    choose: (choice: Input<'choice.set'>) => asked(client.choice.set(choice)),
    updateProvider: (input: Input<'provider.update'>, done?: string) => asked(client.provider.update(input), done),
    async removeProvider(id: ProviderId, name: string) {
      const { value } = await asked(client.provider.remove({ id }), text.window.providers.said.removed(name))
      if (value) set({ removedProvider: { id, name, until: clock.now() + value.undoMs } })
    },
    async restoreProvider(id: ProviderId) {
      const { ok } = await asked(client.provider.restore({ id }))
      set({ removedProvider: null, ...(ok ? { provider: id } : {}) })
    },
    forgetRemovedProvider: () => set({ removedProvider: null }),
    showVendor: (input: Input<'app.showVendor'>) => asked(client.app.showVendor(input)),
    tryProvider,
    setting: (change: Partial<Settings>) => asked(client.settings.patch(change)),
    zoom: (step: -1 | 0 | 1) => asked(client.zoom.step({ step })),

    pause: () => asked(client.relay.pause()),
    resume: () => asked(client.relay.resume()),
    async practice(on: boolean) {
      const answer = await asked(on ? client.practice.start() : client.practice.stop())
      // What was launched there is no news of the user's own keys.
      if (answer.ok) set({ notices: ui.getState().notices.filter(({ topic }) => topic !== 'launch') })
      return answer
    },

    copyAddress: () => asked(client.address.copy(), text.window.copiedAddress),
    copyToken: () => asked(client.token.copy(), text.window.copiedToken),
    copyEnvironment: (shell: Input<'env.copy'>['shell']) =>
      asked(client.env.copy({ shell }), text.window.copiedEnvironment),
    renewToken: () => asked(client.token.rotate(), text.window.settings.renewed),
    async reloadConfig() {
      const { ok, value } = await asked(client.config.reload())
      if (ok && value?.problem) notice('warn', value.problem)
      else if (ok) say(text.window.settings.reloaded)
    },
    forgetKept: (what: Input<'kept.forget'>['what']) =>
      asked(client.kept.forget({ what }), text.window.settings.privacy.forgotten),
    forgetRequests: () => asked(client.requests.forget(), text.window.settings.privacy.forgotten),
    forgetFolders: () =>
      asked(client.settings.patch({ recent_folders: [], last_folder: null }), text.window.settings.privacy.forgotten),
    logEverything: (minutes: number) => asked(client.log.debugFor({ minutes })),
    showConfig: () => asked(client.app.showConfig()),
    showLogs: () => asked(client.app.showLogs()),
    quit: () => asked(client.app.quit()),
  }
}

type Flat<T> = { ok: true; value: T; error: null } | { ok: false; value: null; error: AppError }
function flat<N extends RequestName>(reply: Reply<N>): Flat<(Reply<N> & { ok: true })['value']> {
  return reply.ok ? { ok: true, value: reply.value, error: null } : { ok: false, value: null, error: reply.error }
}
