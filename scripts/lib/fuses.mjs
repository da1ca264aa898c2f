import fs from 'node:fs'

/** Stands before the fuses in every Electron binary (electron/fuses, `SENTINEL`). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const VERSION = 1
const REMOVED = 'r'.charCodeAt(0)

/** Positions on the wire, version 1. */
const FUSE = { runAsNode: 0, nodeOptions: 2, nodeCliInspect: 3, onlyLoadAppFromAsar: 5, browserSnapshot: 6 }

/**
 * Switches fuses in an Electron binary.
 * @param {string} executable
 * @param {Partial<Record<keyof typeof FUSE, boolean>>} wanted
 */
export function setFuses(executable, wanted) {
  const { at, states } = wire(executable)
  const fd = fs.openSync(executable, 'r+')
  try {
    for (const [name, on] of Object.entries(wanted)) {
      const position = FUSE[/** @type {keyof typeof FUSE} */ (name)]
      if (position >= states.length || states[position] === REMOVED)
        throw new Error(`this Electron has no fuse ${name}`)
      fs.writeSync(fd, on ? '1' : '0', at + position)
    }
  } finally {
    fs.closeSync(fd)
  }
}

/**
 * The fuses as they stand.
 * @param {string} executable
 * @returns {Record<keyof typeof FUSE, boolean>}
 */
export function readFuses(executable) {
  const { states } = wire(executable)
  const on = '1'.charCodeAt(0)
  return /** @type {Record<keyof typeof FUSE, boolean>} */ (
    Object.fromEntries(Object.entries(FUSE).map(([name, position]) => [name, states[position] === on]))
  )
}

function wire(/** @type {string} */ executable) {
  const binary = fs.readFileSync(executable)
  const sentinel = binary.indexOf(SENTINEL)
  if (sentinel < 0) throw new Error(`${executable} is no Electron binary: it has no fuses`)
  const version = sentinel + SENTINEL.length
  if (binary[version] !== VERSION) throw new Error(`unknown version of fuses: ${binary[version]}`)
  const at = version + 2
  return { at, states: binary.subarray(at, at + (binary[version + 1] ?? 0)) }
}
