/** A database that cannot be read here. */
export class Unreadable extends Error {
  readonly kind: 'damaged' | 'too_large' | 'no_table'
  constructor(kind: Unreadable['kind']) {
    super(`the database is ${kind}`)
    this.name = 'Unreadable'
    this.kind = kind
  }
}

/** Bytes of a file; fewer than asked for at its end. */
export interface Bytes {
  read(at: number, length: number): Buffer
}

export interface Pages {
  /** Bytes of a page that may be used. */
  readonly usable: number
  readonly encoding: 'utf8' | 'utf16le'
  /** Page `n`, counted from 1. Throws Unreadable for one that is not there, or when too many were read. */
  page(n: number): Buffer
}

const MAGIC = 'SQLite format 3\0'
/** Far more than a table of providers has; a database that leads in circles ends here. */
const MOST_PAGES = 20_000

export const isDatabase = (head: Buffer): boolean => head.subarray(0, 16).toString('latin1') === MAGIC

/** The pages of a database as SQLite documents them ("Database File Format", sqlite.org/fileformat2.html, 1.3). */
export function pagesOf(file: Bytes): Pages {
  const head = file.read(0, 100)
  if (head.length < 100 || !isDatabase(head)) throw new Unreadable('damaged')
  const written = head.readUInt16BE(16)
  const size = written === 1 ? 65_536 : written
  const usable = size - head.readUInt8(20)
  if (size < 512 || (size & (size - 1)) !== 0 || usable < 480) throw new Unreadable('damaged')
  const encoding = head.readUInt32BE(56)
  if (encoding === 3) throw new Unreadable('damaged')
  let left = MOST_PAGES
  return {
    usable,
    encoding: encoding === 2 ? 'utf16le' : 'utf8',
    page(n) {
      if (left-- === 0) throw new Unreadable('too_large')
      if (n < 1) throw new Unreadable('damaged')
      const bytes = file.read((n - 1) * size, size)
      if (bytes.length < size) throw new Unreadable('damaged')
      return bytes
    },
  }
}
