import { expect, it } from 'vitest'
import type { TrayAction } from '../feed/tray-model.ts'
import { trayTemplate } from './tray-menu.ts'

it('draws every kind of row', () => {
  const done: TrayAction[] = []
  const rows = trayTemplate(
    [
      { kind: 'item', label: 'R&D\tkey', enabled: false, action: { kind: 'quit' } },
      { kind: 'line' },
      {
        kind: 'menu',
        label: 'Model',
        rows: [{ kind: 'radio', label: 'a', checked: true, action: { kind: 'model', id: 'a' } }],
      },
    ],
    (action) => done.push(action),
  )
  expect(rows).toMatchObject([
    { label: 'R&&D key', enabled: false },
    { type: 'separator' },
    { label: 'Model', submenu: [{ label: 'a', type: 'radio', checked: true }] },
  ])
  for (const row of rows) row.click?.(undefined as never, undefined, undefined as never)
  expect(done).toEqual([{ kind: 'quit' }])
})
