import type { Scope, Shortcut } from '../../src-shared/domain/shortcuts.ts'
import { text } from '../../src-shared/text/text.ts'
import type { House } from '../store/context.tsx'
import { useHouse, useUi } from '../store/context.tsx'
import { usePlatform } from '../store/platform.ts'
import { snapshotOf } from '../store/relay-store.ts'
import { runKeyShortcut } from './key-commands.ts'
import { toggleProvider } from './provider-commands.ts'
import { runRequestShortcut } from './request-commands.ts'
import { focusRow, moveRow } from './rows.ts'
import { runSessionShortcut } from './session-commands.ts'
import { useShortcuts } from './use-shortcuts.ts'

/** Connects the table of shortcuts with what they do, on the page that is shown. */
export function useAppKeys(): void {
  const house = useHouse()
  const platform = usePlatform()
  const page = useUi((ui) => ui.page)
  const scope: Scope = page === 'settings' ? 'everywhere' : page
  useShortcuts(platform, scope, (shortcut) => run(house, shortcut))
}

/** False: not taken, the key goes its usual way. */
function run(house: House, { id, scope }: Shortcut): boolean {
  const { ui, actions } = house
  const { sheet } = ui.getState()
  if (id === 'back') return back(house)
  if (id === 'zoom-in' || id === 'zoom-out' || id === 'zoom-none') {
    // The menu of the app does the same, but it knows neither = nor the number pad.
    void actions.zoom(steps[id])
    return true
  }
  if (sheet.kind !== 'none' && !(scope === 'everywhere' && sheet.kind === 'palette')) return false
  switch (id) {
    case 'palette':
      actions.open(sheet.kind === 'palette' ? { kind: 'none' } : { kind: 'palette' })
      return true
    case 'add-key':
      actions.open({ kind: 'add-key' })
      return true
    case 'launch':
      if (hasKeys(house)) actions.open({ kind: 'launch' })
      else actions.say(text.window.bar.launchNeedsKey)
      return true
    case 'shortcuts':
      actions.open({ kind: 'shortcuts' })
      return true
    case 'page-keys':
    case 'page-sessions':
    case 'page-requests':
    case 'page-providers':
    case 'page-settings':
      ui.setState({ page: pageOf[id], sheet: { kind: 'none' } })
      return true
    case 'up':
    case 'down':
    case 'first':
    case 'last':
      return moveRow(id)
    case 'filter':
      document.querySelector<HTMLElement>('[data-filter]')?.focus()
      return true
    default:
      return runOnRow(house, id, scope)
  }
}

const pageOf = {
  'page-keys': 'keys',
  'page-sessions': 'sessions',
  'page-requests': 'requests',
  'page-providers': 'providers',
  'page-settings': 'settings',
} as const

const steps = { 'zoom-in': 1, 'zoom-out': -1, 'zoom-none': 0 } as const

const hasKeys = ({ relay }: House): boolean => (snapshotOf(relay.getState())?.keyOrder.length ?? 0) > 0

function runOnRow(house: House, id: Shortcut['id'], scope: Scope): boolean {
  const { ui } = house
  const state = ui.getState()
  if (scope === 'keys') return state.key !== null && runKeyShortcut(house, id, state.key)
  if (scope === 'sessions') return state.session !== null && runSessionShortcut(house, id, state.session)
  if (scope === 'providers' && id === 'toggle' && state.provider) {
    toggleProvider(house, state.provider)
    return true
  }
  return scope === 'requests' && state.request !== null && runRequestShortcut(house, id, state.request)
}

/** Closes the topmost thing: the sheet, the field, the inspector, the open request. */
function back({ ui }: House): boolean {
  const state = ui.getState()
  if (state.sheet.kind !== 'none') ui.setState({ sheet: { kind: 'none' } })
  else if (state.renaming) ui.setState({ renaming: null })
  else if (state.ending) {
    ui.setState({ ending: null })
    focusRow(state.ending)
  } else if (state.page === 'keys' && state.inspector) ui.setState({ inspector: false })
  else if (state.page === 'requests' && state.requestOpen) ui.setState({ requestOpen: false })
  else return false
  return true
}
