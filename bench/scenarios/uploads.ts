import { orders } from '../field.ts'
import { withPicture } from '../messages.ts'
import { driving, race } from '../race.ts'
import type { Row, Scenario } from '../scenario.ts'
import { exactOnly } from './turn.ts'

const SIZES = [
  { mb: 1, connections: 4, requests: 120 },
  { mb: 10, connections: 1, requests: 15 },
] as const

export const uploads: Scenario = {
  about: 'pictures sent up. Processor time of a request',
  columns: { mb: 0, 'cpu µs': 0, 'x bare': 2, 'x Node': 2 },
  async run({ field, rounds }) {
    const { all, ...rest } = await field()
    const rows: Row[] = []
    for (const { mb, connections, requests } of SIZES) {
      const order = { ...orders.json, body: withPicture(mb * 1_000_000) }
      const exact = { ...rest, all: all.filter(exactOnly) }
      const result = await race(exact, rounds, driving(order, connections, requests), { 'the app': 2 })
      rows.push(...result.rows.map(({ name, figures }) => ({ name, figures: { mb, ...figures } })))
    }
    return { rows, missed: [] }
  },
}
