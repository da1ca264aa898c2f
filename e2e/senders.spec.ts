import { requests } from '../src-shared/ipc/contract.ts'
import { expect, test } from './desk.ts'

test('six wrong senders are answered on no row', async ({ desk }) => {
  const app = await desk.open()
  await app.window()
  const rows = Object.keys(requests)
  const answered = await app.electron.evaluate(async ({ ipcMain, BrowserWindow }, names) => {
    type Handle = (event: unknown, name: string, input: unknown) => Promise<unknown>
    const handle = (ipcMain as unknown as { _invokeHandlers: Map<string, Handle> })._invokeHandlers.get('relay:invoke')
    const { webContents } = BrowserWindow.getAllWindows()[0] as Electron.BrowserWindow
    const own = { url: 'app://main/index.html', parent: null }
    const senders = {
      'a frame that is gone': { senderFrame: null, sender: webContents },
      'a frame inside the page': { senderFrame: { ...own, parent: own }, sender: webContents },
      'another window': { senderFrame: own, sender: { id: webContents.id + 1 } },
      'an origin that looks like ours': {
        senderFrame: { ...own, url: 'app://main.evil/index.html' },
        sender: webContents,
      },
      'a page of the web': { senderFrame: { ...own, url: 'https://example.com/' }, sender: webContents },
      'an empty page': { senderFrame: { ...own, url: 'about:blank' }, sender: webContents },
    }
    const all: string[] = []
    for (const [who, event] of Object.entries(senders))
      for (const name of names) {
        const reply = await handle?.(event, name, undefined).then(
          () => 'answered',
          () => 'refused',
        )
        if (reply !== 'refused') all.push(`${who}: ${name}`)
      }
    const right = await handle?.({ senderFrame: own, sender: webContents }, 'snapshot.get', undefined)
    return { all, right: (right as { ok: boolean }).ok }
  }, rows)
  expect(rows.length).toBeGreaterThan(40)
  expect(answered).toEqual({ all: [], right: true })
})
