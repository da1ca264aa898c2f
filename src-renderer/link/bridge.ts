import type { Bridge, PushName, RequestName } from '../../src-shared/ipc/contract.ts'
import { text } from '../../src-shared/text/text.ts'

declare global {
  interface Window {
    /** Put there by the preload; absent in a plain browser. */
    readonly relay?: Bridge
  }
}

/** The way to the main process. `watch` is for ways that can break: it tells whether pushes arrive. */
export interface Link extends Bridge {
  watch?(listener: (up: boolean) => void): () => void
}

/** Turns a way that can throw into one that answers with an error in words, as the contract says. */
export function careful(bridge: Bridge): Bridge['invoke'] {
  return async (name, input) => {
    try {
      return await bridge.invoke(name, input)
    } catch {
      return { ok: false, error: { code: 'internal', message: text.window.lost.noAnswer } }
    }
  }
}

/** What an `EventSource` needs to be here; a seam for tests. */
export interface Events {
  addEventListener(name: string, listener: (event: { data: string }) => void): void
  removeEventListener(name: string, listener: (event: { data: string }) => void): void
}

/**
 * The bridge over HTTP, for the window in a browser beside a headless relay: `POST /bridge/invoke`
 * with `{name, input}`, and server-sent events named like the pushes at `/bridge/events`.
 */
export function httpBridge(
  send: typeof fetch = (...request) => fetch(...request),
  open: (path: string) => Events = (path) => new EventSource(path) as Events,
): Link {
  const events = open('/bridge/events')
  return {
    async invoke<N extends RequestName>(name: N, input: unknown) {
      const reply = await send('/bridge/invoke', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name, input }),
      })
      return reply.json()
    },
    subscribe<N extends PushName>(name: N, listener: (payload: never) => void) {
      const hear = (event: { data: string }) => listener(JSON.parse(event.data) as never)
      events.addEventListener(name, hear)
      return () => events.removeEventListener(name, hear)
    },
    watch(listener) {
      const up = () => listener(true)
      const down = () => listener(false)
      events.addEventListener('open', up)
      events.addEventListener('error', down)
      return () => {
        events.removeEventListener('open', up)
        events.removeEventListener('error', down)
      }
    },
  }
}
