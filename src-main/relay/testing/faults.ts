import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** What goes wrong, as toxiproxy calls it. */
const WAYS = ['latency', 'bandwidth', 'slow_close', 'timeout', 'reset_peer', 'slicer', 'limit_data', 'down'] as const
/** And when. */
const MOMENTS = ['connect', 'tls', 'request', 'headers', 'first event', 'mid event', 'before stop'] as const
type Way = (typeof WAYS)[number]
type Moment = (typeof MOMENTS)[number]

export interface Fault {
  readonly way: Way
  readonly moment: Moment
  readonly stream: boolean
}

export const faults: readonly Fault[] = WAYS.flatMap((way) =>
  MOMENTS.flatMap((moment) => [true, false].map((stream) => ({ way, moment, stream }))),
)

const PAUSE_MS = 15

/** An upstream with one fault, which repeats the key it was sent in everything that it still says. */
export async function faulty(fault: Fault): Promise<{ baseUrl: string; stop(): void }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.setNoDelay(true)
    serve(socket, server, fault).catch(() => socket.destroy())
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    // A client that begins with TLS gets words in plain: what a captive portal says on that port.
    baseUrl: `${fault.moment === 'tls' ? 'https' : 'http'}://127.0.0.1:${port}`,
    stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

async function serve(socket: Socket, server: Server, fault: Fault): Promise<void> {
  const at = (moment: Moment) => fault.moment === moment
  if (at('connect') && !(await say(socket, server, fault.way, ''))) return
  const head = await heard(socket)
  if (at('tls') || at('request')) {
    if (!(await say(socket, server, fault.way, at('tls') ? 'HTTP/1.1 400 no\r\n\r\n' : ''))) return
  }
  const key = /^x-api-key: (.+)$/im.exec(head)?.[1]?.trim() ?? 'none'
  for (const [moment, text] of answer(key, fault.stream)) {
    if (!at(moment)) socket.write(text)
    else if (!(await say(socket, server, fault.way, text))) return
  }
  socket.end()
}

const heard = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    socket.once('data', (bytes) => {
      socket.resume()
      resolve(bytes.toString('latin1'))
    })
  })

/** Does to these bytes what goes wrong; false: that was the end. */
async function say(socket: Socket, server: Server, way: Way, text: string): Promise<boolean> {
  switch (way) {
    case 'latency':
      await pause(PAUSE_MS)
      return socket.write(text) || true
    case 'bandwidth':
      for (let at = 0; at < text.length; at += 20) {
        socket.write(text.slice(at, at + 20))
        await pause(1)
      }
      return true
    case 'slicer':
      for (const one of text) socket.write(one)
      return true
    case 'slow_close':
      socket.write(text)
      await pause(PAUSE_MS)
      socket.end()
      return false
    case 'limit_data':
      socket.write(text.slice(0, text.length / 2), () => socket.destroy())
      return false
    case 'timeout':
      return false
    case 'reset_peer':
      socket.resetAndDestroy()
      return false
    case 'down':
      server.close()
      socket.destroy()
      return false
  }
}

/** An answer in its parts, with the key in each. */
function answer(key: string, stream: boolean): [Moment, string][] {
  const event = (name: string, data: object) => `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`
  const usage = { input_tokens: 5, output_tokens: 1 }
  const message = { id: `msg_${key}`, type: 'message', role: 'assistant', model: key, content: [], usage }
  const said = `the key is ${key} or ${Buffer.from(key).toString('base64')}`
  if (!stream) {
    const body = JSON.stringify({ ...message, content: [{ type: 'text', text: said }], stop_reason: 'end_turn' })
    const head = `HTTP/1.1 200 ${key}\r\ncontent-type: application/json\r\nx-echo: ${key}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`
    const third = Math.floor(body.length / 3)
    return [
      ['headers', head],
      ['first event', body.slice(0, third)],
      ['mid event', body.slice(third, 2 * third)],
      ['before stop', body.slice(2 * third)],
    ]
  }
  const delta = event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: said } })
  return [
    [
      'headers',
      `HTTP/1.1 200 ${key}\r\ncontent-type: text/event-stream\r\nrequest-id: req_${key}\r\nanthropic-organization-id: ${key}\r\n\r\n`,
    ],
    ['first event', event('message_start', { message })],
    ['mid event', event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }) + delta],
    ['before stop', event('content_block_stop', { index: 0 }) + event('message_stop', {})],
  ]
}
