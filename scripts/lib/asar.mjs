/**
 * A flat asar archive, as Electron reads it: a Chromium pickle around a JSON header with sizes and
 * offsets, then the files one after the other.
 * @param {Record<string, string>} files text by name
 * @returns {Buffer}
 */
export function asar(files) {
  const bodies = Object.values(files).map((text) => Buffer.from(text))
  let offset = 0
  const entries = Object.keys(files).map((name, i) => {
    const entry = [name, { size: bodies[i]?.length, offset: String(offset) }]
    offset += bodies[i]?.length ?? 0
    return entry
  })
  const json = Buffer.from(JSON.stringify({ files: Object.fromEntries(entries) }))
  const padded = Buffer.concat([json, Buffer.alloc((4 - (json.length % 4)) % 4)])
  const numbers = Buffer.alloc(16)
  for (const [i, value] of [4, padded.length + 8, padded.length + 4, json.length].entries()) {
    numbers.writeUInt32LE(value, i * 4)
  }
  return Buffer.concat([numbers, padded, ...bodies])
}
