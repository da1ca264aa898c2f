import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import { text } from '../../src-shared/text/text.ts'
import { readSwitchRows } from './cc-switch.ts'
import type { Reading } from './found.ts'
import { readText } from './read-text.ts'
import { isDatabase, Unreadable } from './sqlite/pages.ts'
import { type Row, readTable } from './sqlite/table.ts'

/** Larger than any file of keys; a database may be larger, and is read in parts. */
const MOST_BYTES = 5_000_000

/** A file that is not read, in a sentence for the user. */
export class NotRead extends Error {}

const words = text.intake.file

/** The text of a file, or the providers of a database of cc-switch. */
export type FileContent = { kind: 'text'; text: string } | { kind: 'rows'; reading: Reading }

/**
 * Opens a file of somebody else's for reading only: a real one, no link and no device, of a size that a file of keys
 * has. Throws NotRead.
 */
export function openContent(path: string): FileContent {
  const name = basename(path)
  const file = open(path, name)
  try {
    const { size, isFile } = facts(file)
    if (!isFile) throw new NotRead(words.notAFile(name))
    if (isDatabase(bytes(file, 0, 16))) return { kind: 'rows', reading: readDatabase(file, path) }
    if (size > MOST_BYTES) throw new NotRead(words.tooLarge(name))
    const content = bytes(file, 0, size)
    if (content.includes(0)) throw new NotRead(words.notText(name))
    return { kind: 'text', text: content.toString('utf8') }
  } finally {
    closeSync(file)
  }
}

/** Everything in a file that is a key. Throws NotRead. */
export function readFile(path: string): Reading {
  const content = openContent(path)
  return content.kind === 'rows' ? content.reading : readText(content.text)
}

function open(path: string, name: string): number {
  try {
    if (lstatSync(path).isSymbolicLink()) throw new NotRead(words.link(name))
    // Between the two looks somebody may have put a link, or a pipe that never answers, in its place.
    return openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    if (error instanceof NotRead) throw error
    throw new NotRead(text.cli.unreadable(path, (error as NodeJS.ErrnoException).code ?? ''))
  }
}

function facts(file: number): { size: number; isFile: boolean } {
  const stat = fstatSync(file)
  return { size: stat.size, isFile: stat.isFile() }
}

function bytes(file: number, at: number, length: number): Buffer {
  const buffer = Buffer.alloc(length)
  let read = 0
  while (read < length) {
    const more = readSync(file, buffer, read, length - read, at + read)
    if (more === 0) break
    read += more
  }
  return buffer.subarray(0, read)
}

/** cc-switch's `providers` (schema version 16; columns as in its first version of the database). */
function readDatabase(file: number, path: string): Reading {
  const name = basename(path)
  if (hasLog(path)) throw new NotRead(words.open(name))
  try {
    const rows = readTable({ read: (at, length) => bytes(file, at, length) }, 'providers')
    return readSwitchRows(rows.map(rowOf))
  } catch (error) {
    if (error instanceof Unreadable) throw new NotRead(words[error.kind](name))
    throw error
  }
}

/** Changes that are not in the database yet. */
function hasLog(path: string): boolean {
  try {
    return lstatSync(`${path}-wal`).size > 0
  } catch {
    return false
  }
}

const rowOf = (row: Row) => ({
  app: typeof row.app_type === 'string' ? row.app_type : '',
  name: row.name,
  settings: json(row.settings_config),
  meta: json(row.meta),
})

function json(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : null
  } catch {
    return null
  }
}
