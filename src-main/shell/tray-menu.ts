import type { MenuItemConstructorOptions } from 'electron'
import type { TrayAction, TrayRow } from '../feed/tray-model.ts'

/** Rows of the model as a menu's template. */
export const trayTemplate = (
  rows: readonly TrayRow[],
  run: (action: TrayAction) => void,
): MenuItemConstructorOptions[] => rows.map((row) => template(row, run))

function template(row: TrayRow, run: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (row.kind) {
    case 'line':
      return { type: 'separator' }
    case 'menu':
      return { label: plain(row.label), submenu: trayTemplate(row.rows, run) }
    case 'item':
      return { label: plain(row.label), enabled: row.enabled, click: () => run(row.action) }
    case 'radio':
      return { label: plain(row.label), type: 'radio', checked: row.checked, click: () => run(row.action) }
  }
}

/** A menu takes `&` for "underline the next letter" and a tab for a column; a key's label may hold either. */
const plain = (label: string): string => label.replace(/\s+/g, ' ').replaceAll('&', '&&')
