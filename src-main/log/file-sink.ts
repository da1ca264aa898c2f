import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Sink } from './log.ts'

/** Enough for days of normal use, small enough to attach to a report. */
const MAX_BYTES = 5 * 1024 * 1024
const KEPT = 4

/**
 * `cc-relay.log` in `folder`, of mode 0600; at 5 MB it becomes `cc-relay.1.log`, and so on up to 4.
 * Written at once, so that the line before a crash is there. Lines that cannot be written are lost.
 */
export function fileSink(folder: string, maxBytes = MAX_BYTES): Sink & { readonly path: string; close(): void } {
  const nameOf = (age: number) => join(folder, age === 0 ? 'cc-relay.log' : `cc-relay.${age}.log`)
  let file: number | null = null
  let size = 0

  const open = () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const opened = openSync(nameOf(0), 'a', 0o600)
    size = fstatSync(opened).size
    return opened
  }
  const close = () => {
    if (file !== null) closeSync(file)
    file = null
  }
  const rotate = () => {
    close()
    for (let age = KEPT - 1; age >= 0; age--) {
      try {
        renameSync(nameOf(age), nameOf(age + 1))
      } catch {
        // There is none of this age yet.
      }
    }
  }

  return {
    path: nameOf(0),
    close,
    write(line) {
      try {
        file ??= open()
        if (size > 0 && size + Buffer.byteLength(line) > maxBytes) {
          rotate()
          file = open()
        }
        size += writeSync(file, line)
      } catch {
        // Next line, next try; there is nowhere left to complain to.
      }
    },
  }
}
