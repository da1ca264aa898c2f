import type { Readable } from 'node:stream'
import type { Timings } from './timings.ts'

export type Pace = Pick<Timings, 'clientRequestMs' | 'clientPaceMs'>

/** Who sends less than this a second is not sending a request, but holding one open. In bytes. */
const LEAST_A_SECOND = 16 * 1024

/**
 * Reads a body to its end, unless `take` does not want more of it, it comes too slowly, or the client breaks
 * it off. What a refused client still sends is read and dropped, so that it comes to read the refusal.
 */
export function gather<No extends string>(
  body: Readable,
  take: (bytes: number) => No | null,
  { clientRequestMs, clientPaceMs }: Pace,
): Promise<readonly Buffer[] | No | 'slow' | 'gone'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let lately = 0
    const settle = (result: readonly Buffer[] | No | 'slow' | 'gone') => {
      clearTimeout(whole)
      clearInterval(pace)
      body.off('data', onData).off('end', onEnd).off('close', onGone)
      body.resume()
      resolve(result)
    }
    const onData = (chunk: Buffer) => {
      lately += chunk.length
      const no = take(chunk.length)
      if (no === null) chunks.push(chunk)
      else settle(no)
    }
    const onEnd = () => settle(chunks)
    const onGone = () => settle('gone')
    const onSlow = () => settle('slow')
    const whole = setTimeout(onSlow, clientRequestMs)
    const pace = setInterval(() => {
      if (lately < (LEAST_A_SECOND * clientPaceMs) / 1000) onSlow()
      lately = 0
    }, clientPaceMs)
    // An error is followed by 'close'.
    body.on('error', () => {})
    if (body.destroyed) onGone()
    else body.on('data', onData).on('end', onEnd).on('close', onGone)
  })
}
