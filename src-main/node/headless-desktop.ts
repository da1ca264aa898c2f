import { text } from '../../src-shared/text/text.ts'
import type { Desktop, Launcher } from '../app.ts'
import { Refusal } from '../ipc/refusal.ts'

const words = text.notices.headless
const no = (sentence: string) => Promise.reject(new Refusal(sentence))

/** What a relay without a desktop answers to what only a desktop can do. */
export const headlessDesktop = (quit: () => void): Desktop => ({
  copy: () => no(words.copy),
  pickFolder: () => no(words.folder),
  pickFile: () => no(words.file),
  pickSave: () => no(words.file),
  show: (path) => no(words.show(path)),
  browse: (url) => no(words.show(url)),
  setStartAtLogin: () => no(words.login),
  quit,
})

export const headlessLauncher = (claude: Launcher['claude']): Launcher => ({
  claude,
  terminals: async () => [],
  launch: () => no(words.launch),
})
