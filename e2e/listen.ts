import type { OpenApp } from './app.ts'

/** One message between the window and the main process. */
export interface Message {
  /** From the window, back to it, or unasked. */
  readonly way: 'in' | 'back' | 'push'
  readonly name: string
  /** All of it, as JSON. */
  readonly line: string
}

interface Handlers {
  get(channel: string): (event: unknown, ...input: unknown[]) => Promise<unknown>
  set(channel: string, handler: (event: unknown, ...input: unknown[]) => Promise<unknown>): void
}

/** Listens, inside the main process, to every message of the window that is open. Answers what was heard so far. */
export async function listen({ electron }: OpenApp): Promise<() => Promise<Message[]>> {
  await electron.evaluate(({ ipcMain, BrowserWindow }) => {
    const heard: Message[] = []
    Object.assign(globalThis, { heard })
    // In no declaration: where Electron keeps what `ipcMain.handle` was given.
    const handlers = (ipcMain as unknown as { _invokeHandlers: Handlers })._invokeHandlers
    const handle = handlers.get('relay:invoke')
    handlers.set('relay:invoke', async (event, name, ...input) => {
      heard.push({ way: 'in', name: String(name), line: JSON.stringify(input) ?? '' })
      const reply = await handle(event, name, ...input)
      heard.push({ way: 'back', name: String(name), line: JSON.stringify(reply) ?? '' })
      return reply
    })
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (!contents) throw new Error('there is no window to listen to')
    const send = contents.send.bind(contents)
    contents.send = (channel, name, ...payload) => {
      heard.push({ way: 'push', name: String(name), line: JSON.stringify(payload) ?? '' })
      send(channel, name, ...payload)
    }
  })
  return () => electron.evaluate(() => (globalThis as unknown as { heard: Message[] }).heard)
}
