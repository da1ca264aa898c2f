import { noticeKinds } from '../../src-shared/domain/notice.ts'
import { text } from '../../src-shared/text/text.ts'
import type { House } from '../store/context.tsx'
import type { Command } from './command.ts'

const words = text.window.settings

/** The rows of the settings page by name; each row marks itself with it. */
const settingNames: readonly string[] = [
  ...[words.listen, words.plainHttp, words.strategy, words.selector, words.token, words.subscription, words.login],
  ...[words.claude, words.terminal, words.elsewhere, words.environment],
  ...[words.appearance, words.zoom, words.hidePrivate, words.trayClick],
  ...noticeKinds.map((kind) => words.notify[kind]),
  ...[words.quietHours, words.vault, words.config, words.logs, words.reset],
]

/** Leads to a setting: its page, its row, the first control in it. */
export const settingCommands = ({ ui }: Pick<House, 'ui'>): Command[] =>
  settingNames.map((name) => ({
    ...{ id: `setting ${name}`, verb: text.window.sheets.palette.setting, name, note: '', glyph: null, keys: '' },
    run: () => {
      ui.setState({ page: 'settings' })
      requestAnimationFrame(() => focusSetting(name))
    },
  }))

function focusSetting(name: string): void {
  const row = document.querySelector(`[data-setting="${CSS.escape(name)}"]`)
  row?.scrollIntoView({ block: 'center' })
  row?.querySelector<HTMLElement>('button, input, select')?.focus()
}
