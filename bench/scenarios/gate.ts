import { type Contender, orders } from '../field.ts'
import { Lanes } from '../load.ts'
import { SMOOTH } from '../messages.ts'
import { type Course, driving, race } from '../race.ts'
import type { Row, Scenario } from '../scenario.ts'
import { delaysOf } from './smooth.ts'

const flowing = (contender: Contender): Course => {
  const lanes = new Lanes(contender, SMOOTH.streams)
  return {
    warmUp: async () => void (await delaysOf(lanes)),
    stretch: async () => ({ units: (await delaysOf(lanes)).length }),
    close: () => lanes.close(),
  }
}

/** At most so many times the bare passthrough. Wide: about half as much again as is measured on a busy machine. */
const STRETCHES = [
  { name: 'a small request', most: 13, enter: driving(orders.json, 16, 2000, 5000) },
  { name: 'a turn of Claude Code', most: 5, enter: driving(orders.turn, 8, 150, 400) },
  { name: 'an event of a stream', most: 2.5, enter: flowing },
]

export const gate: Scenario = {
  about: 'what must not become slower. Processor time beside a bare passthrough, never by the clock',
  columns: { 'x bare': 2, most: 1 },
  async run({ field, rounds }) {
    const rows: Row[] = []
    const missed: string[] = []
    for (const { name, most, enter } of STRETCHES) {
      const result = await race(await field(), rounds, enter, { 'CC Relay': most })
      missed.push(...result.missed.map((it) => `${name}: ${it}`))
      const own = result.rows.find((row) => row.name === 'CC Relay')
      rows.push({ name, figures: { 'x bare': own?.figures['x bare'] ?? Number.NaN, most } })
    }
    return { rows, missed }
  },
}
