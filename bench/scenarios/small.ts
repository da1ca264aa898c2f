import { orders } from '../field.ts'
import { Lanes } from '../load.ts'
import { race } from '../race.ts'
import { quantile, type Row, type Scenario, sorted } from '../scenario.ts'

/** Connections, how many requests a stretch has, and what CC Relay may take. */
const COURSES = [
  { connections: 1, requests: 1500, goal: null },
  { connections: 16, requests: 4000, goal: 1.15 },
  { connections: 64, requests: 4000, goal: null },
] as const

export const small: Scenario = {
  about: 'small requests, answered whole. Processor time of a request, and the time to its first byte in µs',
  columns: { connections: 0, 'cpu µs': 0, 'x bare': 2, 'x Node': 2, 'first byte p50': 0, p99: 0 },
  async run({ field, rounds }) {
    const rows: Row[] = []
    const missed: string[] = []
    for (const { connections, requests, goal } of COURSES) {
      const result = await race(
        await field(),
        rounds,
        (contender) => {
          const lanes = new Lanes(contender, connections)
          const order = contender.exact ? orders.json : { ...orders.json, bytes: null }
          const share = contender.exact ? 1 : 0.1
          return {
            warmUp: async () => void (await lanes.drive(order, 8000 * share)),
            async stretch() {
              const waits = sorted(await lanes.drive(order, requests * share))
              const figures = { 'first byte p50': quantile(waits, 0.5), p99: quantile(waits, 0.99) }
              return { units: waits.length, figures }
            },
            close: () => lanes.close(),
          }
        },
        goal === null ? {} : { 'CC Relay': goal, 'the app': 1.3 },
      )
      rows.push(...result.rows.map(({ name, figures }) => ({ name, figures: { connections, ...figures } })))
      missed.push(...result.missed)
    }
    return { rows, missed }
  },
}
