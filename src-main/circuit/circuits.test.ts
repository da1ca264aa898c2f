import { expect, it } from 'vitest'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import { usualRules } from './circuit.ts'
import { Circuits, type Turn } from './circuits.ts'

const a = ProviderId.parse('a')
const failed = (at: number) => ({ type: 'failed', at, reason: 'answered 500', unreachable: false }) as const

function open(rules = usualRules) {
  const turns: Turn[] = []
  let now = rules
  const circuits = new Circuits({ rules: () => now, changed: () => {}, turned: (turn) => void turns.push(turn) })
  return {
    circuits,
    turns,
    set(next: typeof rules) {
      now = next
    },
  }
}

it('tells of each turn once', () => {
  const { circuits, turns } = open()
  for (let i = 0; i < 7; i += 1) circuits.tell(a, failed(0))
  for (let i = 0; i < 3; i += 1) circuits.tell(a, { type: 'begun', at: 30_000 })
  expect(turns).toEqual([
    { kind: 'opened', provider: a, reason: 'answered 500' },
    { kind: 'closed', provider: a },
  ])
})

it('leaves circuits as they are when the user changes the rules', () => {
  const { circuits, set } = open()
  for (let i = 0; i < 4; i += 1) circuits.tell(a, failed(0))
  set({ ...usualRules, breakAfter: 9 })
  circuits.tell(a, failed(0))
  expect(circuits.status(a, 0).kind).toBe('closed')
  for (let i = 0; i < 4; i += 1) circuits.tell(a, failed(0))
  set(usualRules)
  expect(circuits.status(a, 0).kind).toBe('open')
})

it('knows when the next rest is over', () => {
  const { circuits } = open()
  expect(circuits.nextChangeAt(0)).toBeNull()
  for (let i = 0; i < 5; i += 1) circuits.tell(a, failed(100))
  expect(circuits.nextChangeAt(100)).toBe(30_100)
  expect(circuits.nextChangeAt(30_100)).toBeNull()
})
