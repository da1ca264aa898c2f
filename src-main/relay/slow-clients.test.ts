import { connect, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { ask, type House } from './testing/house.ts'
import { head, plainHouses } from './testing/open.ts'
import { start, stop, word } from './testing/upstream.ts'

const open = plainHouses(afterEach)
const [SLOW, STREAMS, WORDS, GAP_MS] = [200, 50, 20, 25]

/** An answer of so many words, one every `GAP_MS`, each with the time it left. */
const timed = async (res: import('node:http').ServerResponse) => {
  res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start())
  for (let n = 0; n < WORDS; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, GAP_MS))
    res.write(word(`at ${performance.now()} `))
  }
  res.end(stop())
}

async function delays(it: House): Promise<number[]> {
  const all: number[] = []
  const one = async () => {
    const reply = await it.post(ask())
    const decoder = new TextDecoder()
    for await (const part of reply.body ?? []) {
      const now = performance.now()
      for (const [, at] of decoder.decode(part, { stream: true }).matchAll(/"at ([\d.]+) "/g))
        all.push(now - Number(at))
    }
  }
  await Promise.all(Array.from({ length: STREAMS }, one))
  return all.sort((a, b) => a - b)
}

const p99 = (sorted: number[]) => sorted[Math.floor(sorted.length * 0.99)] ?? 0

it('200 clients that dawdle are let go in time, and 50 streams beside them lose less than 25 ms', {
  timeout: 40_000,
  retry: 2,
}, async () => {
  const it = await open(timed, {}, { timings: { clientHeadersMs: 900, clientRequestMs: 1_500 } })
  const alone = p99(await delays(it))
  const closed: number[] = []
  const began = performance.now()
  const sockets = Array.from({ length: SLOW }, (_, at): Socket => {
    const socket = connect(it.port, '127.0.0.1')
    socket
      .on('error', () => {})
      .on('close', () => closed.push(performance.now() - began))
      .resume()
    socket.write(at % 2 === 0 ? 'POST /v1/messages HTTP/1.1\r\nho' : `${head(it)}content-length: 50\r\n\r\n{"mod`)
    return socket
  })
  const drip = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('e')
  }, 100)
  const beside = p99(await delays(it))
  await expect.poll(() => closed.length, { timeout: 14_000 }).toBe(SLOW)
  clearInterval(drip)
  expect(Math.max(...closed)).toBeLessThan(15_000)
  expect(beside - alone).toBeLessThan(25)
})
