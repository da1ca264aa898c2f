import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'

/** Runs as the page's own code would, not as a debugger's, which a page's policy does not hold. */
export const inPage = <T>(page: Page, code: (port: number) => T | Promise<T>, port = 0): Promise<T> =>
  page.evaluate(code as (port: number) => T, port)

/** A server that a page of ours must never reach. Counts who came, a WebSocket too. */
export async function stranger() {
  let visits = 0
  const server = http.createServer((_request, response) => {
    visits += 1
    response.end('<!doctype html>')
  })
  server.on('upgrade', (_request, socket) => {
    visits += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { port, visits: () => visits, stop: () => server.close() }
}

/** What a page may ask a browser for. */
const PERMISSIONS = [
  'geolocation',
  'notifications',
  'camera',
  'microphone',
  'clipboard-read',
  'clipboard-write',
  'midi',
  'persistent-storage',
  'local-fonts',
  'display-capture',
  'idle-detection',
  'storage-access',
  'window-management',
  'background-sync',
  'payment-handler',
  'screen-wake-lock',
]

/** Which of all permissions, and of a look at the screen, this page has or would get by asking. */
export const grantedIn = (page: Page): Promise<string[]> =>
  page.evaluate(async (names) => {
    const states = await Promise.all(
      names.map((name) =>
        navigator.permissions.query({ name: name as PermissionName }).then(
          ({ state }) => state,
          () => 'denied',
        ),
      ),
    )
    const seesScreen = await navigator.mediaDevices?.getDisplayMedia?.({ video: true }).then(
      () => true,
      () => false,
    )
    return [...names.filter((_, at) => states[at] !== 'denied'), ...(seesScreen ? ['the screen'] : [])]
  }, PERMISSIONS)
