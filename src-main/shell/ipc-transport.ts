import { type BrowserWindow, ipcMain } from 'electron'
import { pushes } from '../../src-shared/ipc/contract.ts'
import type { App } from '../app.ts'
import { createMailbox, type Letter } from './mailbox.ts'
import { isOwnFrame } from './security.ts'

/** The two channels there are. The preload knows them by the same names. */
const INVOKE = 'relay:invoke'
const PUSH = 'relay:push'

/** How long records of requests wait for each other, in ms. */
const TOGETHER_MS = 200

export interface Transport {
  /** From now on this window is served. */
  attach(window: BrowserWindow): void
  send(letter: Letter): void
}

/**
 * Carries the contract between the window and the app. A window that nobody can see gets nothing until it
 * is seen again, and then only what brings it up to date.
 */
export function ipcTransport(app: Pick<App, 'call' | 'subscribe'>): Transport {
  const mailbox = createMailbox()
  let window: BrowserWindow | null = null
  /** The page has asked for the whole: it listens. */
  let listening = false

  // One that is closing is destroyed before everybody has heard that it is closed.
  const there = () => window !== null && !window.isDestroyed()
  const seen = () => there() && listening && window?.isVisible() === true && !window.isMinimized()
  const post = ({ name, payload }: Letter) => window?.webContents.send(PUSH, name, payload)
  const deliver = () => {
    if (seen()) mailbox.empty().forEach(post)
  }
  /** Requests change several times a second; between two looks only the last word about each counts. */
  let due = false
  const deliverSoon = () => {
    if (due) return
    due = true
    setTimeout(() => {
      due = false
      deliver()
    }, TOGETHER_MS)
  }
  const send = (letter: Letter) => {
    const waits = letter.name === 'request.recorded'
    if (seen() && !waits) return post(letter)
    mailbox.hold(letter)
    if (waits) deliverSoon()
  }

  ipcMain.handle(INVOKE, async (event, name: unknown, input: unknown) => {
    if (!isOwnFrame(event, window?.webContents ?? null)) throw new Error('not for you')
    const reply = await app.call(String(name), input)
    if (name === 'snapshot.get' && !listening) {
      listening = true
      setImmediate(deliver)
    }
    return reply
  })
  for (const name of Object.keys(pushes) as Letter['name'][]) {
    app.subscribe(name, (payload) => send({ name, payload } as Letter))
  }

  return {
    send,
    attach(attached) {
      window = attached
      const contents = attached.webContents
      contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (isMainFrame && !isSameDocument) listening = false
      })
      attached.on('show', deliver)
      attached.on('restore', deliver)
      attached.once('closed', () => {
        if (window !== attached) return
        window = null
        listening = false
        // The next one starts from the whole.
        mailbox.empty()
      })
    },
  }
}
