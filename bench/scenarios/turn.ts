import { type Contender, orders } from '../field.ts'
import { driving, race } from '../race.ts'
import type { Scenario } from '../scenario.ts'

const CONNECTIONS = 8
const REQUESTS = 400

export const exactOnly = ({ exact }: Contender): boolean => exact

export const turn: Scenario = {
  about: 'a turn of Claude Code: 200 kB up, 100 pieces down. Processor time of a turn',
  columns: { 'cpu µs': 0, 'x bare': 2, 'x Node': 2 },
  async run({ field, rounds }) {
    const { all, ...rest } = await field()
    const exact = { ...rest, all: all.filter(exactOnly) }
    return race(exact, rounds, driving(orders.turn, CONNECTIONS, REQUESTS), { 'CC Relay': 1 })
  },
}
