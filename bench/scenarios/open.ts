import { BARE, orders } from '../field.ts'
import { Lanes, type Order } from '../load.ts'
import { SMALL_STREAM } from '../messages.ts'
import { residentMb } from '../processes.ts'
import type { Row, Scenario } from '../scenario.ts'
import { exactOnly } from './turn.ts'

const STREAMS = 1000
const ORDER: Order = { kind: 'hold', body: SMALL_STREAM, bytes: null }
const GOAL = { stream: 1.5, baseMb: 25 }

export const open: Scenario = {
  about: `${STREAMS} streams open at once. Memory before, and of a stream`,
  columns: { 'base MB': 0, 'kB a stream': 1, 'x bare': 2 },
  async run({ field }) {
    const { all } = await field()
    const rows: Row[] = []
    for (const contender of all.filter(exactOnly)) {
      // What is compiled and set up with the first requests belongs to no stream.
      const first = new Lanes(contender, 50)
      await first.drive(orders.json, 3000)
      await first.close()
      const base = residentMb(contender.pids)
      const lanes = new Lanes(contender, STREAMS)
      await lanes.open(ORDER)
      const kB = ((residentMb(contender.pids) - base) * 1000) / STREAMS
      await lanes.close()
      rows.push({ name: contender.name, figures: { 'base MB': base, 'kB a stream': kB } })
    }
    const bare = rows.find(({ name }) => name === BARE)?.figures ?? {}
    const of = (row: Row, column: string) => row.figures[column] ?? Number.NaN
    const compared = rows.map((row) => ({
      ...row,
      figures: { ...row.figures, 'x bare': of(row, 'kB a stream') / (bare['kB a stream'] ?? Number.NaN) },
    }))
    const own = compared.find(({ name }) => name === 'CC Relay')
    const missed: string[] = []
    if (own && own.figures['x bare'] > GOAL.stream) missed.push(`a stream: ${own.figures['x bare'].toFixed(2)} x bare`)
    const more = own ? of(own, 'base MB') - (bare['base MB'] ?? Number.NaN) : 0
    if (more > GOAL.baseMb) missed.push(`base: ${more.toFixed(0)} MB more than bare, goal ${GOAL.baseMb}`)
    return { rows: compared, missed }
  },
}
