import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

/** As `sha256sum --check` reads it. */
export const SUMS = 'SHA256SUMS'

/**
 * Writes down what these files of a folder are, beside them.
 * @param {string} folder
 * @param {readonly string[]} names
 */
export function writeSums(folder, names) {
  const lines = [...names].sort().map((name) => `${sha256(path.join(folder, name))}  ${name}\n`)
  fs.writeFileSync(path.join(folder, SUMS), lines.join(''))
}

/** @returns {string} in hex */
export const sha256 = (/** @type {string} */ file) => createHash('sha256').update(fs.readFileSync(file)).digest('hex')
