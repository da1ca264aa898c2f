import type { ProviderId, SessionId } from '../../src-shared/domain/ids.ts'
import type { KeyView } from '../../src-shared/domain/key.ts'
import { dimensions, fullAt } from '../../src-shared/domain/limits.ts'
import type { ProviderView } from '../../src-shared/domain/provider.ts'
import { assertNever } from '../../src-shared/domain/result.ts'
import { inOrder, isOver } from '../../src-shared/domain/session.ts'
import type { Input, Push } from '../../src-shared/ipc/contract.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { sessionName } from '../../src-shared/text/session.ts'
import { text } from '../../src-shared/text/text.ts'
import { circuitWords, keyWords, leftWords, poolWords, providerName, sessionWords, statusWords } from './tray-words.ts'

export type View = Push<'view.asked'>['view']
export type Shell = Input<'env.copy'>['shell']

/** What a row of the tray does when it is picked. `id` null: the strategy decides / the model as asked. */
export type TrayAction =
  | { kind: 'open'; view: View | null }
  /** The window, where that session is. */
  | { kind: 'session'; id: SessionId }
  | { kind: 'provider'; id: ProviderId | null }
  /** Ends the rest of the provider that others stand in for. */
  | { kind: 'return'; id: ProviderId }
  | { kind: 'model'; id: string | null }
  | { kind: 'launch' }
  /** Under the profile that the folder remembers. */
  | { kind: 'launch_in'; folder: string }
  | { kind: 'forget_folders' }
  | { kind: 'copy_environment'; shell: Shell }
  | { kind: 'pause' }
  | { kind: 'resume' }
  /** At the address of the settings, after it could not be had or was let go. */
  | { kind: 'listen' }
  | { kind: 'quit' }

export type TrayRow =
  | { kind: 'line' }
  | { kind: 'item'; label: string; enabled: boolean; action: TrayAction }
  | { kind: 'radio'; label: string; checked: boolean; action: TrayAction }
  | { kind: 'menu'; label: string; rows: TrayRow[] }

export interface TrayModel {
  /** idle: stopped, paused or without keys; live: running; alert: it wants you, or no key is free. */
  icon: 'idle' | 'live' | 'alert'
  /** Beside the icon, where a panel has room for it and it is wanted: `71%`; else empty. */
  title: string
  /** Three lines. */
  tooltip: string
  rows: TrayRow[]
  /** True while the passing of time alone changes its words. */
  waiting: boolean
}

/** As many keys as a menu can name before it becomes a list. */
const KEYS = 5
const SESSIONS = 10
const words = text.tray

/** The tray as it stands at `now` (ms, pool clock); `notices`: those that nobody has seen. The shell only draws it. */
export function trayModel(snapshot: Snapshot, now: number, notices = 0): TrayModel {
  const keys = snapshot.keyOrder.flatMap((id) => snapshot.keys[id] ?? [])
  const providers = snapshot.providerOrder
    .flatMap((id) => snapshot.providers[id] ?? [])
    .filter(({ enabled }) => enabled)
  const status = statusWords(snapshot)
  const pool = poolWords(snapshot, keys, now)
  const provider = choiceRow(words.provider, providerOptions(snapshot, providers, now))
  const model = choiceRow(words.model, modelOptions(snapshot, providers))
  return {
    icon: iconOf(snapshot, keys, providers),
    title: snapshot.settings.tray_percent ? leftWords(snapshot, keys, now) : '',
    tooltip: [`${words.app}: ${status}`, pool, `${provider.label}, ${model.label}`].join('\n'),
    rows: [
      ...[status, pool].map((label) => item(label, { kind: 'open', view: 'keys' })),
      ...(notices > 0 ? [item(words.notices(notices), { kind: 'open', view: null })] : []),
      ...section(keyRows(keys, now)),
      ...section(sessionRows(snapshot)),
      ...section([provider, model, ...returnRows(snapshot, providers)]),
      ...section([
        item(words.launch, { kind: 'launch' }, snapshot.relay.kind === 'listening'),
        ...recentRows(snapshot),
        { kind: 'menu', label: words.copyEnvironment, rows: environmentRows(snapshot) },
      ]),
      ...section([
        item(words.open, { kind: 'open', view: null }),
        ...relayRows(snapshot),
        item(words.settings, { kind: 'open', view: 'settings' }),
        item(snapshot.relay.kind === 'draining' ? words.quitNow : words.quit, { kind: 'quit' }),
      ]),
    ],
    waiting: keys.some((key) => changes(key, now)) || providers.some(({ circuit }) => circuit.kind === 'open'),
  }
}

const item = (label: string, action: TrayAction, enabled = true): TrayRow => ({ kind: 'item', label, enabled, action })
const section = (rows: TrayRow[]): TrayRow[] => (rows.length === 0 ? [] : [{ kind: 'line' }, ...rows])

function iconOf({ relay }: Snapshot, keys: readonly KeyView[], providers: readonly ProviderView[]): TrayModel['icon'] {
  if (relay.kind === 'failed') return 'alert'
  // Without any key nothing is wrong yet: the window says how to begin.
  if (relay.kind !== 'listening' || keys.length === 0) return 'idle'
  const free =
    keys.some(({ status }) => status.kind === 'ready') && providers.some(({ circuit }) => circuit.kind !== 'open')
  return !free || keys.some(({ status }) => status.kind === 'invalid') ? 'alert' : 'live'
}

function keyRows(keys: readonly KeyView[], now: number): TrayRow[] {
  const shown = keys.slice(0, KEYS)
  const labels = shown.map((key, at) => words.row(key.label, keyWords(key, shown.slice(0, at), now)))
  if (keys.length > KEYS) labels.push(words.more(keys.length - KEYS))
  return labels.map((label) => item(label, { kind: 'open', view: 'keys' }))
}

/** Those at work, as a menu that opens the window where each is; nothing while there is none. */
function sessionRows({ sessions }: Snapshot): TrayRow[] {
  const live = inOrder(sessions).filter((one) => !isOver(one))
  if (live.length === 0) return []
  const rows = live
    .slice(0, SESSIONS)
    .map((one) => item(words.row(sessionName(one), sessionWords(one)), { kind: 'session', id: one.id }))
  const more =
    live.length > SESSIONS ? [item(words.more(live.length - SESSIONS), { kind: 'open', view: 'sessions' })] : []
  return [{ kind: 'menu', label: words.sessions(live.length), rows: [...rows, ...more] }]
}

/** Whether time alone will change what is said of this key. */
function changes({ status, lanes }: KeyView, now: number): boolean {
  if ('until' in status) return true
  const windows = lanes[0]?.windows ?? {}
  return status.kind === 'ready' && dimensions.some((one) => windows[one] !== undefined && fullAt(windows[one]) > now)
}

/** One of several; `name` stands for it outside its menu. */
interface Option {
  name: string
  label: string
  checked: boolean
  action: TrayAction
}

/** A submenu that says its present choice in its own label. */
const choiceRow = (name: string, options: readonly Option[]): TrayRow & { kind: 'menu' } => ({
  kind: 'menu',
  label: words.row(name, options.find(({ checked }) => checked)?.name ?? ''),
  rows: options.map(({ label, checked, action }) => ({ kind: 'radio', label, checked, action })),
})

function providerOptions(
  { choice, providers: all }: Snapshot,
  enabled: readonly ProviderView[],
  now: number,
): Option[] {
  const any = text.window.bar.anyProvider
  const chosen = choice.provider === null ? undefined : all[choice.provider]
  // One that is chosen but switched off stays in sight: it is still what will be tried first.
  const shown = chosen && !enabled.includes(chosen) ? [...enabled, chosen] : enabled
  return [
    { name: any, label: any, checked: chosen === undefined, action: { kind: 'provider', id: null } },
    ...shown.map((provider): Option => {
      const name = providerName(provider)
      const state = provider.enabled ? circuitWords(provider, now) : text.window.bar.off
      const label = state === null ? name : words.row(name, state)
      return { name, label, checked: provider === chosen, action: { kind: 'provider', id: provider.id } }
    }),
  ]
}

/** The chosen provider's models; with none chosen, those of all. */
function modelOptions({ choice }: Snapshot, providers: readonly ProviderView[]): Option[] {
  const chosen = providers.filter(({ id }) => id === choice.provider)
  const names = new Map<string, string>()
  for (const { models } of chosen.length > 0 ? chosen : providers) {
    for (const { id, displayName } of models) if (!names.has(id)) names.set(id, displayName)
  }
  if (choice.model !== null && !names.has(choice.model)) names.set(choice.model, choice.model)
  const asked = text.window.bar.asAsked
  return [
    { name: asked, label: asked, checked: choice.model === null, action: { kind: 'model', id: null } },
    ...[...names].map(([id, name]): Option => {
      return { name, label: name, checked: choice.model === id, action: { kind: 'model', id } }
    }),
  ]
}

/** A way back to the provider that would be asked, while it rests and others stand in for it. */
function returnRows({ choice }: Snapshot, providers: readonly ProviderView[]): TrayRow[] {
  const preferred = providers.find(({ id }) => id === choice.provider) ?? providers[0]
  const isReplaced = providers.some(({ circuit }) => circuit.kind !== 'open')
  if (preferred?.circuit.kind !== 'open' || !isReplaced) return []
  return [item(words.returnTo(providerName(preferred)), { kind: 'return', id: preferred.id })]
}

/** Where Claude Code was started lately; nothing while that is nowhere. */
function recentRows({ settings, relay }: Snapshot): TrayRow[] {
  const { recent_folders } = settings
  if (recent_folders.length === 0) return []
  const rows = recent_folders.map(({ path, profile }) => {
    const label = profile === null ? path : words.row(path, profile)
    return item(label, { kind: 'launch_in', folder: path }, relay.kind === 'listening')
  })
  return [
    {
      kind: 'menu',
      label: words.launchIn,
      rows: [...rows, { kind: 'line' }, item(words.forgetFolders, { kind: 'forget_folders' })],
    },
  ]
}

function environmentRows({ platform }: Snapshot): TrayRow[] {
  const shells: Shell[] = platform === 'win32' ? ['powershell', 'cmd', 'posix'] : ['posix', 'fish', 'powershell']
  return shells.map((shell) => item(text.window.shell[shell], { kind: 'copy_environment', shell }))
}

function relayRows({ relay }: Snapshot): TrayRow[] {
  switch (relay.kind) {
    case 'listening':
      return [item(words.pause, { kind: 'pause' })]
    case 'paused':
      return [item(words.resume, { kind: 'resume' })]
    case 'stopped':
      return [item(words.start, { kind: 'listen' })]
    case 'failed':
      return [item(words.tryAgain, { kind: 'listen' })]
    case 'starting':
    case 'draining':
      return []
    default:
      return assertNever(relay)
  }
}
