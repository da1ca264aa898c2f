import type { Session, WebContents, WebFrameMain } from 'electron'
import { isOwnUrl } from './origin.ts'

/** Nothing answers there. Chromium asks a server of its own for a dictionary at start, whatever it is told. */
const NOWHERE = 'http://127.0.0.1:9/'

/**
 * Closes a session: no permission, no device, no address but our own. `tools`: the developer tools may
 * load themselves.
 */
export function hardenSession(session: Session, { tools }: { tools: boolean }): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
  session.setSpellCheckerDictionaryDownloadURL(NOWHERE)
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayLoad(url, tools) }))
}

/** What a page may load at all, whatever its policy says. */
export const mayLoad = (url: string, tools: boolean): boolean =>
  isOwnUrl(url) || url.startsWith('data:image/') || (tools && url.startsWith('devtools://'))

/** Keeps a page where it is: no other address, no second window, nothing embedded. */
export function guardContents(contents: WebContents): void {
  const stay = (event: { preventDefault(): void; readonly url: string }) => {
    if (!isOwnUrl(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

type Frame = Pick<WebFrameMain, 'url' | 'parent'>

/** True for the top frame of our own window, showing our own page. A frame that is gone is not it. */
export const isOwnFrame = (
  event: { senderFrame: Frame | null; sender: { id: number } },
  window: { id: number } | null,
): boolean =>
  event.senderFrame !== null &&
  event.senderFrame.parent === null &&
  isOwnUrl(event.senderFrame.url) &&
  event.sender.id === window?.id
