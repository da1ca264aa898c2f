import { expect, it } from 'vitest'
import { learnSize, type Sizes, tokensOf } from './size.ts'

const learned = (...seen: [bytes: number, total: number][]) =>
  seen.reduce<Sizes>((sizes, [bytes, total]) => learnSize(sizes, 'zai', 'glm', bytes, total), new Map())

it('guesses high where nothing is known', () => {
  expect(tokensOf(new Map(), 'zai', 'glm', 260_000)).toBe(100_000)
})

it('goes by the very first answer', () => {
  expect(tokensOf(learned([380_000, 100_000]), 'zai', 'glm', 760_000)).toBe(200_000)
})

it('moves slowly from then on, and takes no nonsense for a fact', () => {
  expect(tokensOf(learned([400, 100], [200, 100]), 'zai', 'glm', 3_600)).toBe(1_000)
  expect(tokensOf(learned([100, 1]), 'zai', 'glm', 600)).toBe(100)
  expect(learned([0, 5], [5, 0]).size).toBe(0)
})

it('tells models and providers apart', () => {
  const sizes = learned([400, 100])
  expect(tokensOf(sizes, 'anthropic', 'glm', 260)).toBe(100)
  expect(tokensOf(sizes, 'zai', 'other', 260)).toBe(100)
})
