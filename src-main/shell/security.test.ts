import type { Session, WebContents } from 'electron'
import { expect, it, vi } from 'vitest'
import { guardContents, hardenSession, isOwnFrame, mayLoad } from './security.ts'

it.each([
  ['app://main/assets/a.js', true],
  ['app://main', true],
  ['app://mainly/', false],
  ['data:image/png;base64,AA', true],
  ['data:text/html,x', false],
  ['http://127.0.0.1:8787/', false],
  ['https://example.com/', false],
  ['ws://127.0.0.1/', false],
  ['file:///etc/passwd', false],
  ['devtools://devtools/bundled/x.js', false],
])('lets a page load %s: %s', (url, may) => expect(mayLoad(url, false)).toBe(may))

it('lets the developer tools load themselves where they are allowed', () => {
  expect(mayLoad('devtools://devtools/bundled/x.js', true)).toBe(true)
  expect(mayLoad('https://example.com/', true)).toBe(false)
})

const ours = { url: 'app://main/index.html', parent: null }
const from = (senderFrame: Parameters<typeof isOwnFrame>[0]['senderFrame'], id = 7) =>
  isOwnFrame({ senderFrame, sender: { id } }, { id: 7 })

it('listens to the top frame of its own window', () => expect(from(ours)).toBe(true))

it('listens to nobody else', () => {
  expect(from(null)).toBe(false)
  expect(from(ours, 8)).toBe(false)
  expect(from({ ...ours, url: 'app://main.evil/index.html' })).toBe(false)
  expect(from({ ...ours, parent: {} as never })).toBe(false)
  expect(isOwnFrame({ senderFrame: ours, sender: { id: 7 } }, null)).toBe(false)
})

type Asked = (contents: null, permission: string, answer: (granted: boolean) => void) => void
type Loads = (details: { url: string }, answer: (verdict: object) => void) => void

function hardened() {
  const session = {
    setPermissionRequestHandler: vi.fn<(handler: Asked) => void>(),
    setPermissionCheckHandler: vi.fn<(handler: () => boolean) => void>(),
    setDevicePermissionHandler: vi.fn<(handler: () => boolean) => void>(),
    setSpellCheckerEnabled: vi.fn(),
    setSpellCheckerDictionaryDownloadURL: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn<(handler: Loads) => void>() },
  }
  hardenSession(session as unknown as Session, { tools: false })
  return session
}

it('gives a page no permission and no device, whoever asks and however', () => {
  const session = hardened()
  const answer = vi.fn()
  session.setPermissionRequestHandler.mock.lastCall?.[0](null, 'media', answer)
  expect(answer.mock.calls).toEqual([[false]])
  expect(session.setPermissionCheckHandler.mock.lastCall?.[0]()).toBe(false)
  expect(session.setDevicePermissionHandler.mock.lastCall?.[0]()).toBe(false)
})

it('checks no spelling and asks nobody for a dictionary', () => {
  const session = hardened()
  expect(session.setSpellCheckerEnabled.mock.calls).toEqual([[false]])
  expect(session.setSpellCheckerDictionaryDownloadURL.mock.calls).toEqual([['http://127.0.0.1:9/']])
})

it('stops whatever a page loads from elsewhere, and nothing of its own', () => {
  const answer = vi.fn()
  const load = hardened().webRequest.onBeforeRequest.mock.lastCall?.[0]
  load?.({ url: 'https://example.com/' }, answer)
  load?.({ url: 'app://main/index.html' }, answer)
  expect(answer.mock.calls).toEqual([[{ cancel: true }], [{ cancel: false }]])
})

function guarded() {
  const on = new Map<string, (event: { url: string; preventDefault(): void }) => void>()
  const setWindowOpenHandler = vi.fn<(handler: () => object) => void>()
  const contents = { on: (name: string, heard: never) => on.set(name, heard), setWindowOpenHandler }
  guardContents(contents as unknown as WebContents)
  const isStopped = (name: string, url: string) => {
    const preventDefault = vi.fn()
    on.get(name)?.({ url, preventDefault })
    return preventDefault.mock.calls.length > 0
  }
  return { isStopped, opened: () => setWindowOpenHandler.mock.lastCall?.[0]() }
}

it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('keeps a page where it is: %s', (name) => {
  expect(guarded().isStopped(name, 'https://example.com/')).toBe(true)
  expect(guarded().isStopped(name, 'app://main/index.html')).toBe(false)
})

it('embeds nothing and opens no second window, not even of its own', () => {
  expect(guarded().isStopped('will-attach-webview', 'app://main/index.html')).toBe(true)
  expect(guarded().opened()).toEqual({ action: 'deny' })
})
