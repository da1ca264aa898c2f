import { BARE } from '../field.ts'
import { type Address, Lanes, type Order } from '../load.ts'
import { SMALL_STREAM, SMOOTH } from '../messages.ts'
import { missedOf, race } from '../race.ts'
import { median, quantile, type Scenario, sorted } from '../scenario.ts'
import { exactOnly } from './turn.ts'

const ROUNDS = 5
const ORDER: Order = { kind: 'smooth', body: SMALL_STREAM, bytes: null }

/** The delay of each event, in µs: each says when it was sent. */
export async function delaysOf(lanes: Lanes): Promise<number[]> {
  const delays: number[] = []
  await lanes.each(ORDER, (chunk, at) => {
    for (const [, sent] of chunk.toString('latin1').matchAll(/@(\d+)@/g))
      delays.push(Number(at - BigInt(sent as string)) / 1000)
  })
  if (delays.length !== SMOOTH.streams * SMOOTH.events) throw new Error(`${delays.length} events came`)
  return delays
}

async function delayOf(address: Address): Promise<number> {
  const lanes = new Lanes(address, SMOOTH.streams)
  const delays = await delaysOf(lanes)
  await lanes.close()
  return median(delays)
}

export const smooth: Scenario = {
  about: `${SMOOTH.streams} streams, an event every ${SMOOTH.paceMs} ms. Processor time and delay of an event, in µs`,
  columns: { 'cpu µs': 1, 'x bare': 2, 'x Node': 2, 'delay p50': 0, p99: 0, added: 0, 'added x bare': 2 },
  async run({ field, rounds, say }) {
    const { all, ...rest } = await field()
    const direct: number[] = []
    const { rows: raced, missed } = await race(
      { ...rest, all: all.filter(exactOnly) },
      Math.max(rounds, ROUNDS),
      (contender) => {
        const lanes = new Lanes(contender, SMOOTH.streams)
        return {
          warmUp: async () => void (await delaysOf(lanes)),
          async stretch() {
            if (contender.name === BARE) direct.push(await delayOf(rest.direct))
            const delays = sorted(await delaysOf(lanes))
            return {
              units: delays.length,
              figures: { 'delay p50': quantile(delays, 0.5), p99: quantile(delays, 0.99) },
            }
          },
          close: () => lanes.close(),
        }
      },
      { 'CC Relay': 1.2, 'the app': 1.3 },
    )
    const without = median(direct)
    say(`Without anybody between, an event takes ${without.toFixed(0)} µs.`)
    const addedBy = (row: { figures: Readonly<Record<string, number>> } | undefined) =>
      (row?.figures['delay p50'] ?? Number.NaN) - without
    const bare = addedBy(raced.find(({ name }) => name === BARE))
    const rows = raced.map((row) => {
      const added = addedBy(row)
      return { ...row, figures: { ...row.figures, added, 'added x bare': added / bare } }
    })
    return { rows, missed: [...missed, ...missedOf(rows, { 'CC Relay': 1.2 }, 'added x bare')] }
  },
}
