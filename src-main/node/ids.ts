import { randomBytes, randomUUID } from 'node:crypto'
import type { Ids } from '../ports.ts'

/** No vowels and nothing that looks like something else: an id is read aloud, and spells no word. */
const LETTERS = '23456789bcdfghjkmnpqrstvwxz'

export const nodeIds: Ids = {
  next: (prefix) => `${prefix}_${Array.from(randomBytes(10), (byte) => LETTERS[byte % LETTERS.length]).join('')}`,
  uuid: () => randomUUID(),
  token: () => randomBytes(32).toString('base64url'),
}
