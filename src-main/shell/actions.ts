import { dialog } from 'electron'
import type { About } from '../../src-shared/domain/notice.ts'
import { assertNever } from '../../src-shared/domain/result.ts'
import type { Input, RequestName } from '../../src-shared/ipc/contract.ts'
import { text } from '../../src-shared/text/text.ts'
import type { App } from '../app.ts'
import type { TrayAction, View } from '../feed/tray-model.ts'
import type { MenuAction } from './menu.ts'

interface Parts {
  app: Pick<App, 'call' | 'snapshot'>
  /** Opens the window, on that page if one is named. */
  open(view: View | null): void
  /** Opens the window where this is found. */
  openAt(place: About): void
  zoom(step: -1 | 0 | 1): void
  /** In a line that asks for nothing. */
  tell(said: string): void
  quit(): void
}

/** What the rows of the tray and of the menu do: the same requests that the window makes. */
export function createActions({ app, open, openAt, zoom, tell, quit }: Parts) {
  /** The answer, or `null` after it was told that and why there is none. */
  async function ask<N extends RequestName>(name: N, input: Input<N>): Promise<unknown> {
    const reply = await app.call(name, input)
    if (reply.ok) return reply.value
    // Somebody just picked this in a menu and may have no window open: nothing else would be seen.
    await dialog.showMessageBox({ type: 'warning', title: text.tray.app, message: reply.error.message })
    return null
  }

  async function launch(): Promise<void> {
    const picked = (await ask('claude.pickFolder', undefined)) as { folder: string | null } | null
    if (picked && picked.folder !== null) await ask('claude.launch', { folder: picked.folder })
  }

  return {
    async tray(action: TrayAction): Promise<unknown> {
      switch (action.kind) {
        case 'open':
          return open(action.view)
        case 'session':
          return openAt({ page: 'sessions', session: action.id })
        case 'provider':
          return ask('choice.set', { provider: action.id })
        case 'return': {
          const found = (await ask('provider.tryNow', { id: action.id })) as { said: string } | null
          return found && tell(found.said)
        }
        case 'model':
          return ask('choice.set', { model: action.id })
        case 'launch':
          return launch()
        case 'launch_in':
          return ask('claude.launch', { folder: action.folder })
        case 'forget_folders':
          return ask('settings.patch', { recent_folders: [] })
        case 'copy_environment':
          return ask('env.copy', { shell: action.shell })
        case 'pause':
          return ask('relay.pause', undefined)
        case 'resume':
          return ask('relay.resume', undefined)
        case 'listen':
          return ask('settings.patch', { listen: app.snapshot().settings.listen })
        case 'quit':
          return quit()
        default:
          return assertNever(action)
      }
    },

    async menu(action: MenuAction): Promise<unknown> {
      switch (action.kind) {
        case 'view':
          return open(action.view)
        case 'zoom':
          return zoom(action.step)
        case 'show_config':
          return ask('app.showConfig', undefined)
        case 'show_logs':
          return ask('app.showLogs', undefined)
        default:
          return assertNever(action)
      }
    },
  }
}
