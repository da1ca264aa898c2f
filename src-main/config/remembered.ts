import type { LiveConfig } from './source.ts'

/**
 * What the app notes down by itself and nobody would write into a file of theirs: it stays in the app's own
 * settings, unless the file says something about it.
 */
type Remembered = Pick<LiveConfig['app'], 'last_folder' | 'recent_folders' | 'told_about_tray'>

export const nothingRemembered: Remembered = { last_folder: null, recent_folders: [], told_about_tray: false }

const pick = ({ last_folder, recent_folders, told_about_tray }: Remembered): Remembered => ({
  last_folder,
  recent_folders,
  told_about_tray,
})

/** The file's config with what the app remembers where the file is silent. */
export const withRemembered = (config: LiveConfig, memory: Remembered): LiveConfig => ({
  ...config,
  app: {
    ...config.app,
    last_folder: config.app.last_folder ?? memory.last_folder,
    recent_folders: config.app.recent_folders.length > 0 ? config.app.recent_folders : memory.recent_folders,
    told_about_tray: config.app.told_about_tray || memory.told_about_tray,
  },
})

/** An edited config as two: what the file is to say, and what is only remembered. */
export const apart = (wanted: LiveConfig, file: LiveConfig): { file: LiveConfig; memory: Remembered } => ({
  file: { ...wanted, app: { ...wanted.app, ...pick(file.app) } },
  memory: pick(wanted.app),
})
