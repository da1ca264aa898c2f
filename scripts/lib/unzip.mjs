import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'

/** Record signatures and offsets are those of the ZIP application note (APPNOTE.TXT 4.3). */
const END_OF_DIRECTORY = Buffer.from('PK\x05\x06', 'latin1')
const DIRECTORY_ENTRY = 0x02014b50
const LONGEST_TAIL = 22 + 0xffff
const DEFLATED = 8

/** @typedef {{ name: string, method: number, crc: number, size: number, mode: number, at: number }} Entry */

/**
 * Takes a few members out of a zip archive (stored or deflated, below 4 GB), each checked against its
 * CRC. Node has no zip reader, and this runs where nothing is installed yet.
 * @param {string} file
 * @param {string} folder where they go
 * @param {(name: string) => string | null} want the path in `folder` for a member, `null` to leave it
 */
export function unzip(file, folder, want) {
  const fd = fs.openSync(file, 'r')
  try {
    for (const entry of directory(fd)) {
      const place = want(entry.name)
      if (place === null) continue
      const target = path.join(folder, place)
      fs.mkdirSync(path.dirname(target), { recursive: true })
      fs.writeFileSync(target, content(fd, entry), { mode: entry.mode || 0o644 })
    }
  } finally {
    fs.closeSync(fd)
  }
}

/** @returns {Generator<Entry>} */
function* directory(/** @type {number} */ fd) {
  const size = fs.fstatSync(fd).size
  const tailLength = Math.min(size, LONGEST_TAIL)
  const tail = read(fd, size - tailLength, tailLength)
  const end = tail.lastIndexOf(END_OF_DIRECTORY)
  if (end < 0) throw new Error('not a zip archive')
  const entries = read(fd, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
  for (let at = 0; at < entries.length && entries.readUInt32LE(at) === DIRECTORY_ENTRY; ) {
    const nameLength = entries.readUInt16LE(at + 28)
    yield {
      name: entries.toString('utf8', at + 46, at + 46 + nameLength),
      method: entries.readUInt16LE(at + 10),
      crc: entries.readUInt32LE(at + 16),
      size: entries.readUInt32LE(at + 20),
      mode: (entries.readUInt32LE(at + 38) >>> 16) & 0o777,
      at: entries.readUInt32LE(at + 42),
    }
    at += 46 + nameLength + entries.readUInt16LE(at + 30) + entries.readUInt16LE(at + 32)
  }
}

function content(/** @type {number} */ fd, /** @type {Entry} */ entry) {
  const header = read(fd, entry.at, 30)
  const raw = read(fd, entry.at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28), entry.size)
  const data = entry.method === DEFLATED ? zlib.inflateRawSync(raw) : raw
  // crc32 came with Node 20.15 and 22.2
  if (zlib.crc32 && zlib.crc32(data) !== entry.crc) throw new Error(`${entry.name} is damaged in the archive`)
  return data
}

function read(/** @type {number} */ fd, /** @type {number} */ position, /** @type {number} */ length) {
  const buffer = Buffer.alloc(length)
  if (fs.readSync(fd, buffer, 0, length, position) !== length) throw new Error('the zip archive is cut short')
  return buffer
}
