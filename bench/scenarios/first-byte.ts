import { BARE, orders } from '../field.ts'
import { type Address, Lanes, type Order } from '../load.ts'
import { missedOf } from '../race.ts'
import { median, type Row, type Scenario } from '../scenario.ts'
import { exactOnly } from './turn.ts'

const TIMES = 150
/** Who has just been asked answers faster, so each is asked a few times in turn. */
const IN_A_ROW = 5

const ASKED: readonly { kB: number; order: Order }[] = [
  { kB: 1, order: orders.json },
  { kB: 200, order: orders.turn },
]

/** Median waits of all, asked in turn over one connection each, in µs. */
async function waits(addresses: readonly Address[], order: Order, times: number): Promise<number[]> {
  const asked = addresses.map((address) => ({ lanes: new Lanes(address, 1), came: [] as number[] }))
  for (const { lanes } of asked) await lanes.drive(order, TIMES)
  for (let i = 0; i < times; i++)
    for (const { lanes, came } of asked) came.push(...(await lanes.drive(order, IN_A_ROW)).slice(1))
  await Promise.all(asked.map(({ lanes }) => lanes.close()))
  return asked.map(({ came }) => median(came))
}

export const firstByte: Scenario = {
  about: 'the time to the first byte over one connection, in µs, and how much of it is added',
  columns: { kB: 0, 'first byte': 0, added: 0, 'added x bare': 2 },
  async run({ field, rounds }) {
    const { direct, all } = await field()
    const those = all.filter(exactOnly)
    const rows: Row[] = []
    for (const { kB, order } of ASKED) {
      const [without = Number.NaN, ...came] = await waits([direct, ...those], order, rounds * 20)
      const bare = (came[those.findIndex(({ name }) => name === BARE)] ?? Number.NaN) - without
      rows.push({ name: 'direct', figures: { kB, 'first byte': without } })
      for (const [i, { name }] of those.entries()) {
        const added = (came[i] as number) - without
        rows.push({ name, figures: { kB, 'first byte': came[i] as number, added, 'added x bare': added / bare } })
      }
    }
    return { rows, missed: missedOf(rows, { 'CC Relay': 1.25 }, 'added x bare') }
  },
}
