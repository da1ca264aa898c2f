import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { nodeAlarm } from '../../node/alarm.ts'
import { nodeClock } from '../../node/clock.ts'
import { Passes } from '../passes.ts'

/** Passes by this computer's own clock. */
export const passesHere = (): Passes => new Passes({ clock: nodeClock, alarm: nodeAlarm(nodeClock), wall: Date.now })

export async function textIn(body: Readable): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of body) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString()
}

/** Serves on loopback, any port; how to stop it is added to `stops`. Resolves with its address. */
export const listening =
  (stops: (() => Promise<unknown>)[]) =>
  async (listener: RequestListener): Promise<string> => {
    const server = createServer(listener)
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    stops.push(
      () =>
        new Promise((closed) => {
          server.close(closed)
          server.closeAllConnections()
        }),
    )
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
