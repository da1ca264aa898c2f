import { columnsOf } from './columns.ts'
import { type Bytes, type Pages, pagesOf, Unreadable } from './pages.ts'
import { readRecord, type Value, varint } from './record.ts'

const LEAF = 0x0d
const INTERIOR = 0x05
const MOST_ROWS = 10_000
/** Larger than any row of settings. */
const MOST_BYTES = 1_000_000

export type Row = Readonly<Record<string, Value>>

/**
 * All rows of a table, by the names of its columns. It reads pages and knows no SQL, so nothing in a database is
 * ever run. Throws Unreadable.
 */
export function readTable(file: Bytes, name: string): Row[] {
  const pages = pagesOf(file)
  for (const [type, called, , root, sql] of rowsFrom(pages, 1)) {
    if (type !== 'table' || called !== name || typeof root !== 'number' || typeof sql !== 'string') continue
    const columns = columnsOf(sql)
    return [...rowsFrom(pages, root)].map((values) =>
      // A column that was added later is missing at the end of older rows.
      Object.fromEntries(columns.map((column, at) => [column, values[at] ?? null])),
    )
  }
  throw new Unreadable('no_table')
}

function* rowsFrom(pages: Pages, root: number): Generator<Value[]> {
  const seen = new Set<number>()
  const open = [root]
  let rows = 0
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    if (seen.has(number)) throw new Unreadable('damaged')
    seen.add(number)
    const page = pages.page(number)
    const start = number === 1 ? 100 : 0
    const kind = page.readUInt8(start)
    if (kind !== LEAF && kind !== INTERIOR) throw new Unreadable('damaged')
    const cells = page.readUInt16BE(start + 3)
    const pointers = start + (kind === LEAF ? 8 : 12)
    if (pointers + cells * 2 > page.length) throw new Unreadable('damaged')
    if (kind === INTERIOR) open.push(page.readUInt32BE(start + 8))
    // From the last to the first: what is pushed last is read first, so that rows come in their order.
    for (let n = kind === INTERIOR ? cells - 1 : 0; n >= 0 && n < cells; n += kind === INTERIOR ? -1 : 1) {
      const at = page.readUInt16BE(pointers + n * 2)
      if (at + 4 > page.length) throw new Unreadable('damaged')
      if (kind === INTERIOR) {
        open.push(page.readUInt32BE(at))
        continue
      }
      if (++rows > MOST_ROWS) throw new Unreadable('too_large')
      yield readRecord(payloadAt(pages, page, at), pages.encoding)
    }
  }
}

/** What a cell holds; what does not fit into its page goes on in others. */
function payloadAt(pages: Pages, page: Buffer, at: number): Buffer {
  const length = varint(page, at)
  if (length.value > MOST_BYTES) throw new Unreadable('too_large')
  const start = at + length.length + varint(page, at + length.length).length
  const { usable } = pages
  const most = usable - 35
  if (length.value <= most) return whole(page.subarray(start, start + length.value), length.value)
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const wanted = least + ((length.value - least) % (usable - 4))
  const here = wanted <= most ? wanted : least
  if (start + here + 4 > page.length) throw new Unreadable('damaged')
  const parts = [page.subarray(start, start + here)]
  let next = page.readUInt32BE(start + here)
  for (let left = length.value - here; left > 0; left -= usable - 4) {
    const more = pages.page(next)
    parts.push(more.subarray(4, 4 + Math.min(left, usable - 4)))
    next = more.readUInt32BE(0)
  }
  return whole(Buffer.concat(parts), length.value)
}

function whole(bytes: Buffer, length: number): Buffer {
  if (bytes.length !== length) throw new Unreadable('damaged')
  return bytes
}
