import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname, extname, join, parse } from 'node:path'
import type { Sink } from './log.ts'

/** Enough for days of normal use, small enough to attach to a report. */
const MAX_BYTES = 5 * 1024 * 1024
const KEPT = 4

/** Where a folder of logs keeps the one that is written. */
export const logIn = (folder: string): string => join(folder, 'cc-relay.log')

interface FileSink extends Sink {
  readonly path: string
  close(): void
  /** Deletes what was written so far, older files too; the next line begins a new one. */
  forget(): void
}

/**
 * A log file of mode 0600; at 5 MB `name.log` becomes `name.1.log`, and so on up to 4. Written at once, so
 * that the line before a crash is there. Lines that cannot be written are lost.
 */
export function fileSink(path: string, maxBytes = MAX_BYTES): FileSink {
  const { dir, name } = parse(path)
  const nameOf = (age: number) => (age === 0 ? path : join(dir, `${name}.${age}${extname(path)}`))
  let file: number | null = null
  let size = 0

  const open = () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const opened = openSync(path, 'a', 0o600)
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
    path,
    close,
    forget() {
      close()
      for (let age = 0; age <= KEPT; age++) rmSync(nameOf(age), { force: true })
    },
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
