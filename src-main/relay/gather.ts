import type { Readable } from 'node:stream'
import type { Timings } from './timings.ts'

export type Pace = Pick<Timings, 'clientRequestMs' | 'clientPaceMs'>

/** Who sends less than this a second is not sending a request, but holding one open. In bytes. */
const LEAST_A_SECOND = 16 * 1024

/**
 * Reads a body to its end, unless `take` does not want more of it (its word is the answer then), it comes too slowly,
 * or the client breaks it off. What a refused client still sends is read and dropped, so that it comes to read the refusal.
 */
export function gather<No extends string>(
  body: Readable,
  take: (chunk: Buffer) => No | null,
  { clientRequestMs, clientPaceMs }: Pace,
): Promise<'whole' | No | 'slow' | 'gone'> {
  return new Promise((resolve) => {
    let lately = 0
    const settle = (result: 'whole' | No | 'slow' | 'gone') => {
      clearInterval(pace)
      body.off('data', onData).off('end', onEnd).off('close', onGone)
      body.resume()
      resolve(result)
    }
    const onData = (chunk: Buffer) => {
      lately += chunk.length
      const no = take(chunk)
      if (no !== null) settle(no)
    }
    const onEnd = () => settle('whole')
    const onGone = () => settle('gone')
    const onSlow = () => settle('slow')
    // One timer for both: the whole time counts in paces.
    const paceMs = Math.min(clientPaceMs, clientRequestMs)
    let left = Math.ceil(clientRequestMs / paceMs)
    const pace = setInterval(() => {
      left -= 1
      if (left === 0 || lately < (LEAST_A_SECOND * paceMs) / 1000) onSlow()
      lately = 0
    }, paceMs)
    // An error is followed by 'close'.
    body.on('error', () => {})
    if (body.destroyed) onGone()
    else body.on('data', onData).on('end', onEnd).on('close', onGone)
  })
}
