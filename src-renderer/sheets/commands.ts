import { keysOf, type ShortcutId } from '../../src-shared/domain/shortcuts.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { countdown } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import { focusRow } from '../keyboard/rows.ts'
import type { House } from '../store/context.tsx'
import { choosableModels, choosableProviders, keysInOrder } from '../store/selectors.ts'
import { pages } from '../store/ui-store.ts'
import { tagsOf } from '../words/care-words.ts'
import { modelName, providerName } from '../words/names.ts'
import type { Command } from './command.ts'
import { sessionCommands } from './session-commands.ts'
import { settingCommands } from './setting-commands.ts'

const words = text.window.sheets.palette

/** Everything that can be done from the keyboard by name, most likely first. */
export function commandsOf(house: House, snapshot: Snapshot, now: number): Command[] {
  return [
    ...providerCommands(house, snapshot),
    ...modelCommands(house, snapshot),
    ...keyCommands(house, snapshot, now),
    ...folderCommands(house, snapshot),
    ...tagCommands(house, snapshot),
    ...sessionCommands(house, snapshot),
    ...actionCommands(house, snapshot),
    ...settingCommands(house),
  ]
}

function providerCommands({ actions }: House, snapshot: Snapshot): Command[] {
  const chosen = snapshot.choice.provider
  const any = { id: null, name: text.window.bar.anyProvider, note: text.window.bar.anyProviderNote }
  const all = choosableProviders(snapshot).map((provider) => ({
    id: provider.id,
    name: providerName(provider),
    note: '',
  }))
  if (all.length === 0) return []
  return [any, ...all].map(({ id, name, note }) => ({
    id: `provider ${id}`,
    verb: words.useProvider,
    name,
    note: id === chosen ? words.current : note,
    glyph: id === chosen ? 'ready' : null,
    keys: '',
    run: () => void actions.choose({ provider: id }),
  }))
}

function modelCommands({ actions }: House, snapshot: Snapshot): Command[] {
  const chosen = snapshot.choice.model
  const asked = { id: null, name: text.window.bar.asAsked, note: text.window.bar.asAskedNote }
  const all = choosableModels(snapshot).map(({ id }) => {
    const name = modelName(id, snapshot.providers)
    return { id, name, note: name === id ? '' : id }
  })
  return [asked, ...all].map(({ id, name, note }) => ({
    id: `model ${id}`,
    verb: words.useModel,
    name,
    note: id === chosen ? words.current : note,
    glyph: id === chosen ? 'ready' : null,
    keys: '',
    run: () => void actions.choose({ model: id }),
  }))
}

function keyCommands({ ui }: House, snapshot: Snapshot, now: number): Command[] {
  return snapshot.keyOrder.flatMap((id) => {
    const key = snapshot.keys[id]
    if (!key) return []
    const { status } = key
    const state = text.window.keys.status[status.kind]
    return {
      id: `key ${id}`,
      verb: words.goToKey,
      name: key.label,
      note: [
        'until' in status && status.until > now ? `${state}, ${countdown(status.until - now)}` : state,
        ...(key.care?.tags ?? []),
      ].join(', '),
      glyph: status.kind,
      keys: '',
      run: () => {
        ui.setState({ page: 'keys', key: id })
        requestAnimationFrame(() => focusRow(id))
      },
    }
  })
}

/** Where Claude Code was started lately, under the profile each folder remembers. */
function folderCommands({ actions }: House, { settings }: Snapshot): Command[] {
  return settings.recent_folders.map(({ path, profile }) => ({
    id: `folder ${path}`,
    verb: words.launchIn,
    name: path,
    note: profile ?? '',
    glyph: null,
    keys: '',
    run: () => void actions.launchIn(path),
  }))
}

function tagCommands({ ui }: House, snapshot: Snapshot): Command[] {
  const tags = tagsOf(keysInOrder(snapshot))
  const show = (tag: string | null) => () => ui.setState({ page: 'keys', tag })
  const line = { note: '', glyph: null, keys: '' }
  if (tags.length === 0) return []
  return [
    ...tags.map((tag) => ({ ...line, id: `tag ${tag}`, verb: words.showTag, name: tag, run: show(tag) })),
    { ...line, id: 'tags', verb: '', name: words.showAll, run: show(null) },
  ]
}

function actionCommands({ ui, actions }: House, snapshot: Snapshot): Command[] {
  const labels = text.window.sheets.shortcuts.labels
  const command = (name: string, run: () => void, keys = '', verb = ''): Command => ({
    id: `do ${verb} ${name}`,
    verb,
    name,
    note: '',
    glyph: null,
    keys,
    run,
  })
  const byShortcut = (id: ShortcutId, run: () => void) => command(labels[id], run, keysOf(id, 'everywhere'))
  const paused = snapshot.relay.kind === 'paused' || snapshot.relay.kind === 'stopped'
  const shells = Object.entries(text.window.shell) as [keyof typeof text.window.shell, string][]
  return [
    command(text.window.addProvider.title, () => actions.open({ kind: 'add-provider', type: null })),
    byShortcut('add-key', () => actions.open({ kind: 'add-key' })),
    command(words.importKeys, () => actions.open({ kind: 'import' })),
    command(words.exportKeys, () => actions.open({ kind: 'export' })),
    byShortcut('launch', () => actions.open({ kind: 'launch' })),
    ...pages.map((page) =>
      command(text.window.pages[page], () => ui.setState({ page }), keysOf(`page-${page}`, 'everywhere'), words.goTo),
    ),
    command(words.copyAddress, () => void actions.copyAddress()),
    ...shells.map(([shell, name]) =>
      command(name, () => void actions.copyEnvironment(shell), '', words.copyEnvironment),
    ),
    command(words.wake, () => void actions.wakeKeys()),
    paused ? command(words.resume, () => void actions.resume()) : command(words.pause, () => void actions.pause()),
    snapshot.practice
      ? command(words.endPractice, () => void actions.practice(false))
      : command(words.startPractice, () => void actions.practice(true)),
    command(text.window.sheets.doctor.title, () => actions.open({ kind: 'doctor' })),
    command(words.showConfig, () => void actions.showConfig()),
    command(text.window.sheets.log.title, () => actions.open({ kind: 'log', about: null })),
    command(words.showLogs, () => void actions.showLogs()),
    byShortcut('shortcuts', () => actions.open({ kind: 'shortcuts' })),
    command(words.quit, () => void actions.quit()),
  ]
}

/** Commands in which every typed word occurs; those whose name begins with what was typed come first. */
export function filterCommands(commands: readonly Command[], typed: string): Command[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const first = wanted.join(' ')
  const found = commands.filter(({ verb, name, note }) => {
    const hay = `${verb} ${name} ${note}`.toLowerCase()
    return wanted.every((word) => hay.includes(word))
  })
  const begins = ({ name }: Command) => name.toLowerCase().startsWith(first)
  return wanted.length === 0 ? found : [...found.filter(begins), ...found.filter((command) => !begins(command))]
}

/** A name cut where the typed words stand in it, for underlining. */
export function markParts(name: string, typed: string): { text: string; hit: boolean }[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const at = wanted
    .map((word) => ({ from: name.toLowerCase().indexOf(word), length: word.length }))
    .find(({ from }) => from >= 0)
  if (!at) return [{ text: name, hit: false }]
  const { from, length } = at
  return [
    { text: name.slice(0, from), hit: false },
    { text: name.slice(from, from + length), hit: true },
    { text: name.slice(from + length), hit: false },
  ].filter(({ text: part }) => part !== '')
}
