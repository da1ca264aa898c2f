import { app, dialog, shell } from 'electron'
import { text } from '../../src-shared/text/text.ts'
import type { Desktop } from '../app.ts'
import { Refusal } from '../ipc/refusal.ts'
import { autostartFile, setAutostart } from './autostart.ts'
import type { Copies } from './clipboard.ts'
import { ownPath } from './own-paths.ts'

interface Parts {
  copies: Copies
  /** Files and folders that may be shown: these and what lies in them. */
  own: readonly string[]
  /** Where choosing a folder begins; `null`: at home. */
  lastFolder(): string | null
  /** What a start at login is told besides `--hidden`. */
  startWith: readonly string[]
}

/** Electron's part of what only a desktop can do. */
export function electronDesktop({ copies, own, lastFolder, startWith }: Parts): Desktop {
  return {
    copy: copies.copy,

    async pickFolder() {
      const { canceled, filePaths } = await dialog.showOpenDialog({
        title: text.tray.chooseFolder,
        properties: ['openDirectory', 'createDirectory'],
        // Without one GTK opens an empty list of recent files, where nothing can be chosen.
        defaultPath: lastFolder() ?? app.getPath('home'),
      })
      return canceled ? null : (filePaths[0] ?? null)
    },

    async pickFile() {
      const { canceled, filePaths } = await dialog.showOpenDialog({
        title: text.tray.chooseFile,
        // Programs keep their keys in folders whose names begin with a dot.
        properties: ['openFile', 'showHiddenFiles'],
      })
      return canceled ? null : (filePaths[0] ?? null)
    },

    async pickSave(name) {
      const { canceled, filePath } = await dialog.showSaveDialog({
        title: text.tray.chooseSave,
        defaultPath: name,
        properties: ['showOverwriteConfirmation', 'createDirectory'],
      })
      return canceled || filePath === '' ? null : filePath
    },

    async show(path) {
      const opened = ownPath(own, path)
      if (opened === null) throw new Error(`${path} is not ours to show`)
      if ((await shell.openPath(opened)) !== '') throw new Refusal(text.tray.cannotShow(opened))
    },

    browse: (url) => shell.openExternal(url),

    async setStartAtLogin(on) {
      const command = [...program(), '--hidden', ...startWith]
      if (process.platform === 'linux') {
        return setAutostart(autostartFile(process.env, app.getPath('home')), on ? command : null)
      }
      const [path = process.execPath, ...args] = command
      app.setLoginItemSettings({ openAtLogin: on, path, args })
    },

    quit: () => app.quit(),
  }
}

/** What starts this very app. An AppImage runs from a place that is gone after it. */
function program(): string[] {
  const file = process.env.APPIMAGE || process.execPath
  return app.isPackaged ? [file] : [file, app.getAppPath()]
}
