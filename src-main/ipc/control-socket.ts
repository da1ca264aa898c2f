import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import type { App } from '../app.ts'
import type { Log } from '../ports.ts'
import { isOwnSocket, newPipe, ownFolder, socketPath } from './control-place.ts'
import { bridgeListener } from './http-transport.ts'

/**
 * Lets the command line of this user ask a running relay: the same contract, over a socket of mode 0600 in a
 * folder of this user's own (Windows: a pipe whose name only this user can read). The first relay of a home has
 * it; a second one says so in its log and goes without.
 */
export async function serveControl(
  app: Pick<App, 'call' | 'subscribe'>,
  home: string,
  platform: NodeJS.Platform,
  log: Log,
): Promise<{ stop(): Promise<void> }> {
  const none = { stop: async () => {} }
  try {
    const server = createServer(bridgeListener(app))
    if (platform === 'win32') await listen(server, await newPipe(home))
    else {
      const uid = process.getuid?.() ?? 0
      const path = socketPath(home, uid)
      ownFolder(path, uid)
      if (await answers(path)) {
        log.warn({ path }, 'another relay of this user has the control socket')
        return none
      }
      // Left by one that was killed.
      if (isOwnSocket(path, uid)) rmSync(path, { force: true })
      await listenPrivately(server, path)
    }
    return { stop: () => closed(server) }
  } catch (error) {
    log.warn({ error: String(error) }, 'the control socket could not be opened')
    return none
  }
}

/** From its first moment the socket is its owner's alone. */
async function listenPrivately(server: Server, path: string): Promise<void> {
  const before = process.umask(0o177)
  const listening = listen(server, path)
  process.umask(before)
  await listening
  chmodSync(path, 0o600)
}

const listen = (server: Server, path: string): Promise<void> =>
  new Promise((ready, failed) => {
    server.once('error', failed).listen(path, ready)
  })

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
