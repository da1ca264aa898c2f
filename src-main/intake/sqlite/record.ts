import { Unreadable } from './pages.ts'

export type Value = string | number | null

/** A number of 1 to 9 bytes, seven bits each; how many bytes it took. */
export function varint(bytes: Buffer, at: number): { value: number; length: number } {
  let value = 0
  for (let n = 0; n < 8; n++) {
    const byte = bytes[at + n]
    if (byte === undefined) throw new Unreadable('damaged')
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value: safe(value), length: n + 1 }
  }
  const last = bytes[at + 8]
  if (last === undefined) throw new Unreadable('damaged')
  return { value: safe(value * 256 + last), length: 9 }
}

/** Ids of rows may be larger than a number holds; they are not used. */
const safe = (value: number) => Math.min(value, Number.MAX_SAFE_INTEGER)

/** The values of a row ("Record Format"). Floating-point numbers and blobs are `null`: nothing here needs them. */
export function readRecord(payload: Buffer, encoding: 'utf8' | 'utf16le'): Value[] {
  const header = varint(payload, 0)
  if (header.value > payload.length) throw new Unreadable('damaged')
  const values: Value[] = []
  let body = header.value
  for (let at = header.length; at < header.value; ) {
    const type = varint(payload, at)
    at += type.length
    const length = lengthOf(type.value)
    if (body + length > payload.length) throw new Unreadable('damaged')
    values.push(valueIn(type.value, payload.subarray(body, body + length), encoding))
    body += length
  }
  return values
}

const FIXED = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0]

const lengthOf = (type: number): number => FIXED[type] ?? (type - (type % 2 === 0 ? 12 : 13)) / 2

function valueIn(type: number, bytes: Buffer, encoding: 'utf8' | 'utf16le'): Value {
  if (type === 8 || type === 9) return type - 8
  if (type >= 1 && type <= 5) return bytes.readIntBE(0, bytes.length)
  if (type === 6) return Number(bytes.readBigInt64BE(0))
  return type >= 13 && type % 2 === 1 ? bytes.toString(encoding) : null
}
