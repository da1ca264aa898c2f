import { createHash, randomBytes } from 'node:crypto'
import { lstatSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeDurably } from '../files/durable.ts'

/** A path of a Unix socket may be this long, in bytes, on every system (macOS: 104 with the closing zero). */
const LONGEST = 100

const shortOf = (home: string): string => createHash('sha256').update(home).digest('hex').slice(0, 16)

/** The socket of a home: in it, or, where that path is too long for a socket, in a folder of this user's own. */
export function socketPath(home: string, uid: number): string {
  const path = join(home, 'control.sock')
  if (Buffer.byteLength(path) <= LONGEST) return path
  return join('/tmp', `cc-relay-${uid}-${shortOf(home)}`, 'control.sock')
}

/** Makes the folder of a socket, 0700. Throws where somebody else has it, or could enter it. */
export function ownFolder(path: string, uid: number): void {
  const folder = dirname(path)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== uid) throw new Error(`${folder} belongs to somebody else`)
}

/** True for a socket of this very user. */
export function isOwnSocket(path: string, uid: number): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found?.isSocket() === true && found.uid === uid
}

/** Where the name of the pipe is kept on Windows: a pipe whose name nobody can guess cannot be opened before us. */
const pipeNote = (home: string): string => join(home, 'control.pipe')

export async function newPipe(home: string): Promise<string> {
  const name = `\\\\.\\pipe\\cc-relay-${randomBytes(16).toString('hex')}`
  await writeDurably(pipeNote(home), name)
  return name
}

export function knownPipe(home: string): string | null {
  try {
    return readFileSync(pipeNote(home), 'utf8')
  } catch {
    return null
  }
}
