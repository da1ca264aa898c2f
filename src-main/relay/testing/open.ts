import { once } from 'node:events'
import { connect } from 'node:net'
import { type House, type HouseOptions, openHouse, type ProviderSpec, TOKEN } from './house.ts'
import { type Script, stream, streams } from './upstream.ts'

/** The test runner's own `afterEach`. */
type AfterEach = (task: () => Promise<void>) => void

/** For the top of a test file: opens houses that are taken down after each test. */
export function houses(afterEach: AfterEach) {
  const open: House[] = []
  afterEach(async () => {
    for (const house of open.splice(0)) await house.stop()
  })
  return async (specs: Readonly<Record<string, ProviderSpec>>, options?: HouseOptions): Promise<House> => {
    const house = await openHouse(specs, options)
    open.push(house)
    return house
  }
}

/** The same, each with one Anthropic key that does what the script says. */
export function plainHouses(afterEach: AfterEach) {
  const open = houses(afterEach)
  return (script: Script = streams(stream('x')), spec: ProviderSpec = {}, options?: HouseOptions): Promise<House> =>
    open({ anthropic: { keys: { one: script }, ...spec } }, options)
}

/** What comes back for exactly these bytes, until the relay closes the connection. */
export async function raw(house: House, bytes: string, more?: { afterMs: number; bytes: string }): Promise<string> {
  const socket = connect(house.port, '127.0.0.1')
  socket.on('error', () => {})
  let got = ''
  socket.on('data', (part) => (got += part))
  socket.write(bytes)
  if (more) setTimeout(() => socket.write(more.bytes), more.afterMs)
  await once(socket, 'close')
  return got
}

/** The status in such an answer. */
export const status = (answer: string) => Number(answer.slice(9, 12))

/** The first lines of a request with the client token, to be sent raw. */
export const head = (house: House, method = 'POST', path = '/v1/messages') =>
  `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${house.port}\r\nx-api-key: ${TOKEN}\r\nconnection: close\r\n`
