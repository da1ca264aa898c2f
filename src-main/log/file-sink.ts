import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname, extname, join, parse } from 'node:path'
import type { Sink } from './log.ts'

/** Enough for days of normal use, small enough to attach to a report. */
const MAX_BYTES = 5 * 1024 * 1024
const KEPT = 4
/** How `createLog` begins a line that can wait. */
const WELL = /^\{"level":"(debug|info)"/

/** Where a folder of logs keeps the one that is written. */
export const logIn = (folder: string): string => join(folder, 'cc-relay.log')

interface FileSink extends Sink {
  readonly path: string
  close(): void
  /** Deletes what was written so far, older files too; the next line begins a new one. */
  forget(): void
}

/**
 * A log file of mode 0600; at 5 MB `name.log` becomes `name.1.log`, and so on up to 4. Lines about what went well are
 * written together, at the end of this turn of the event loop; one that warns takes them along at once, so that what
 * came before a crash is there. Lines that cannot be written are lost.
 */
export function fileSink(path: string, maxBytes = MAX_BYTES): FileSink {
  const { dir, name } = parse(path)
  const nameOf = (age: number) => (age === 0 ? path : join(dir, `${name}.${age}${extname(path)}`))
  let file: number | null = null
  let size = 0
  let held = ''
  let due: NodeJS.Immediate | null = null

  const open = () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const opened = openSync(path, 'a', 0o600)
    size = fstatSync(opened).size
    return opened
  }
  const shut = () => {
    if (file !== null) closeSync(file)
    file = null
  }
  const rotate = () => {
    shut()
    for (let age = KEPT - 1; age >= 0; age--) {
      try {
        renameSync(nameOf(age), nameOf(age + 1))
      } catch {
        // There is none of this age yet.
      }
    }
  }

  const flush = () => {
    if (due) clearImmediate(due)
    due = null
    const lines = held
    held = ''
    if (lines === '') return
    try {
      file ??= open()
      if (size > 0 && size + Buffer.byteLength(lines) > maxBytes) {
        rotate()
        file = open()
      }
      size += writeSync(file, lines)
    } catch {
      // Next line, next try; there is nowhere left to complain to.
    }
  }

  return {
    path,
    close() {
      flush()
      shut()
    },
    forget() {
      held = ''
      shut()
      for (let age = 0; age <= KEPT; age++) rmSync(nameOf(age), { force: true })
    },
    write(line) {
      held += line
      if (!WELL.test(line)) flush()
      else due ??= setImmediate(flush)
    },
  }
}
