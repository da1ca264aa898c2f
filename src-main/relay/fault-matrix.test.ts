import { afterEach, expect, it } from 'vitest'
import { type Fault, faults, faulty } from './testing/faults.ts'
import { ask } from './testing/house.ts'
import { houses } from './testing/open.ts'
import { type Script, stream } from './testing/upstream.ts'

const open = houses(afterEach)
const OTHER = 'said by the other'
const other: Script = (res, { body }) => {
  if (JSON.parse(body.toString()).stream) res.writeHead(200, { 'content-type': 'text/event-stream' }).end(stream(OTHER))
  else
    res
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ type: 'message', content: [{ type: 'text', text: OTHER }], usage: {} }))
}

async function endOf(fault: Fault): Promise<string> {
  const upstream = await faulty(fault)
  const house = await open(
    { faulty: { keys: { bad: () => {} }, baseUrl: upstream.baseUrl }, other: { keys: { good: other } } },
    { config: { idleMs: 3_000 }, timings: { connectMs: 3_000, elsewhereMs: 3_000 } },
  )
  try {
    const res = await house.post(ask({ stream: fault.stream }))
    const body = await res.text()
    if (res.status !== 200) return `${res.status} ${body}`
    const byOther = body.includes(OTHER)
    const byFaulty = body.includes('the key is bad')
    if (byOther && byFaulty) return 'spliced'
    const whole = fault.stream ? body.endsWith('"message_stop"}\n\n') : JSON.parse(body).type === 'message'
    if (whole) return byOther ? 'elsewhere' : 'whole'
    return /event: error\ndata: \{"type":"error","error":\{"type":"[a-z_]+","message":"[^\n]+\n\n$/.test(body)
      ? 'told'
      : 'cut'
  } finally {
    upstream.stop()
  }
}

/** What only slows an answer costs nothing; before the first event another answers; after it the client is told. */
function meantFor({ way, moment, stream: streamed }: Fault): 'whole' | 'elsewhere' | 'told' {
  if (moment === 'tls') return 'elsewhere'
  if (way === 'latency' || way === 'bandwidth' || way === 'slicer') return 'whole'
  // It closes after the bytes of its moment, so these have arrived.
  if (way === 'slow_close' && moment === 'before stop') return 'whole'
  const begun = moment === 'mid event' || moment === 'before stop' || (way === 'slow_close' && moment === 'first event')
  return streamed && begun ? 'told' : 'elsewhere'
}

const AT_ONCE = 8

it('112 faults have each the end that was meant for it: unnoticed, answered by another, or told in the stream', async () => {
  const nameOf = ({ way, moment, stream: streamed }: Fault) => `${way}, ${moment}, ${streamed ? 'streamed' : 'whole'}`
  const ends: Record<string, string> = {}
  const left = [...faults]
  const next = async () => {
    for (let fault = left.shift(); fault; fault = left.shift()) ends[nameOf(fault)] = await endOf(fault)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
  expect(Object.keys(ends)).toHaveLength(112)
  expect(ends).toEqual(Object.fromEntries(faults.map((fault) => [nameOf(fault), meantFor(fault)])))
}, 120_000)
