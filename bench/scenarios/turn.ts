import { type Contender, orders } from '../field.ts'
import { Lanes } from '../load.ts'
import { race } from '../race.ts'
import type { Scenario } from '../scenario.ts'

const CONNECTIONS = 8
const REQUESTS = 400

export const exactOnly = ({ exact }: Contender): boolean => exact

export const turn: Scenario = {
  about: 'a turn of Claude Code: 200 kB up, 100 pieces down. Processor time of a turn',
  columns: { 'cpu µs': 0, 'x bare': 2 },
  async run({ field, rounds }) {
    const { all, ...rest } = await field()
    return race(
      { ...rest, all: all.filter(exactOnly) },
      rounds,
      (contender) => {
        const lanes = new Lanes(contender, CONNECTIONS)
        return {
          warmUp: async () => void (await lanes.drive(orders.turn, REQUESTS)),
          stretch: async () => ({ units: (await lanes.drive(orders.turn, REQUESTS)).length }),
          close: () => lanes.close(),
        }
      },
      { 'CC Relay': 1 },
    )
  },
}
