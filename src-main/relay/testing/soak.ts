import { ask, type House } from './house.ts'
import { answers, breaksAfter, fails, limited, resets, type Script, stream, streams } from './upstream.ts'

export const good = streams(stream('x'))

/** Every way in which an upstream fails that is known by its answer. */
export const everyFailure: readonly (readonly [name: string, script: Script])[] = [
  ['401', fails(401, 'authentication_error', 'no')],
  ['403', fails(403, 'permission_error', 'no')],
  ['429', limited(3600)],
  ['500', fails(500, 'api_error', 'no')],
  ['502 HTML', answers(502, '<html>no</html>')],
  ['529', fails(529, 'overloaded_error', 'Overloaded')],
  ['a reset', resets],
  ['headers and a reset', breaksAfter('')],
  ['an empty stream', streams('')],
]

export interface Soaked {
  /** Requests that were answered whole. */
  readonly succeeded: number
  /** What the others got. */
  readonly failed: readonly string[]
  /** Requests that reached an upstream. */
  readonly attempts: number
}

/** How often a key of the upstream was tried. */
export const triesOf = (house: House, key: string): number =>
  Object.values(house.upstreams).flatMap((up) => up.seen.filter((seen) => seen.key === key)).length

/** What a key may cost that always fails: five tries, then a probe for each rest of 30 s. */
export const mostTries = (ms: number): number => 5 + Math.floor(ms / 30_000)

/** So many requests, so many of them at once, each of a session of its own. */
export async function soak(house: House, requests: number, atOnce: number): Promise<Soaked> {
  let begun = 0
  let succeeded = 0
  const failed: string[] = []
  const one = async () => {
    while (begun < requests) {
      const session = `session-${begun++}`
      const res = await house.post(ask(), { 'x-claude-code-session-id': session })
      const body = await res.text()
      if (res.status === 200 && body.includes('event: message_stop')) succeeded += 1
      else failed.push(`${res.status} ${body.slice(0, 200)}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  const attempts = Object.values(house.upstreams).reduce((sum, up) => sum + up.seen.length, 0)
  return { succeeded, failed, attempts }
}
