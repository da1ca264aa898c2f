import { expect, it } from 'vitest'
import { nodeIds } from '../node/ids.ts'
import type { JsonFile } from '../ports.ts'
import { keyIds, type Standing } from './key-ids.ts'

/** Reads a file: the ids of all that stands in it. */
const reads = (idOf: ReturnType<typeof keyIds>, all: readonly Standing[]) =>
  all.map(({ provider, secret }) => idOf(provider, secret, all))
const at = (provider: string, secret = 's'): Standing => ({ provider, secret })

it('the same secret at the same provider keeps its id, another secret has another', () => {
  const idOf = keyIds(nodeIds)
  const [first] = reads(idOf, [at('work')])
  const [again, other] = reads(idOf, [at('work'), at('work', 't')])
  expect(again).toBe(first)
  expect(other).not.toBe(first)
})

it('a provider that is renamed keeps the ids of its keys', () => {
  const idOf = keyIds(nodeIds)
  const before = reads(idOf, [at('work'), at('work', 't')])
  expect(reads(idOf, [at('office'), at('office', 't')])).toEqual(before)
})

it('the same secret at two providers has two ids, whichever of them is renamed', () => {
  const idOf = keyIds(nodeIds)
  const [work, home] = reads(idOf, [at('work'), at('home')])
  expect(work).not.toBe(home)
  const renamed = reads(idOf, [at('work'), at('house')])
  expect(renamed[0]).toBe(work)
  expect(new Set(renamed).size).toBe(2)
})

it('an old name that comes back does not get the id that moved on', () => {
  const idOf = keyIds(nodeIds)
  const [first] = reads(idOf, [at('work')])
  reads(idOf, [at('office')])
  const [office, work] = reads(idOf, [at('office'), at('work')])
  expect(office).toBe(first)
  expect(work).not.toBe(first)
})

it('names are kept for the next start, and nothing of a secret with them', async () => {
  let written: unknown
  const file = {
    path: 'names',
    read: () => written,
    async write(value: unknown) {
      written = value
    },
  } as JsonFile
  const [first] = reads(keyIds(nodeIds, file), [at('work', 'the-secret')])
  expect(JSON.stringify(written)).not.toContain('the-secret')
  expect(reads(keyIds(nodeIds, file), [at('office', 'the-secret')])).toEqual([first])
})
