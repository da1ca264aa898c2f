import { describe, expect, test } from 'vitest'
import { estimateInput, learnInput, learnOutput, newModel, type Prefix } from './estimate.ts'

const NOW = 1_700_000_000_000
const prefix: Prefix = { bytes: 30_000, cached: 9000, uncached: 100, at: NOW }
const three = { ...newModel, bytesPerToken: 3 }

describe('an estimate of input', () => {
  test('reaches from what it may be at least to what it hardly ever exceeds', () => {
    expect(estimateInput(three, 30_000, null, NOW)).toEqual({ lower: 5000, upper: 16_600 })
  })

  test('counts only what is new on a prompt that is cached', () => {
    expect(estimateInput(three, 33_000, prefix, NOW).upper).toBe(Math.ceil(1100 * 1.66))
  })

  test.each([
    { what: 'the cache has lived its five minutes', bytes: 33_000, at: NOW - 295_000, cached: 9000 },
    { what: 'the prompt became shorter', bytes: 29_000, at: NOW, cached: 9000 },
    { what: 'nothing was cached', bytes: 33_000, at: NOW, cached: 0 },
  ])('counts the whole where $what', ({ bytes, at, cached }) => {
    const counted = estimateInput(three, bytes, { ...prefix, at, cached }, NOW)
    expect(counted).toEqual(estimateInput(three, bytes, null, NOW))
  })
})

describe('a model', () => {
  test('is learned from every answer, a fifth of the way each', () => {
    expect(learnInput(newModel, 36_000, 10_000).bytesPerToken).toBeCloseTo(2.6 + 0.2, 10)
  })

  test.each([
    { what: 'images, which have no bytes here', bytes: 100, total: 100_000, least: 1.8 },
    { what: 'numbers that make no sense', bytes: 1e9, total: 1, least: 6 },
  ])('is not spoiled by $what', ({ bytes, total, least }) => {
    let stats = newModel
    for (let i = 0; i < 50; i++) stats = learnInput(stats, bytes, total)
    expect(stats.bytesPerToken).toBe(least)
    expect(learnInput(newModel, 0, 0)).toBe(newModel)
  })

  test('expects the mean of what it put out', () => {
    let stats = newModel
    for (let i = 0; i < 400; i++) stats = learnOutput(stats, i % 2 === 0 ? 100 : 300)
    expect(Math.abs(stats.output - 200)).toBeLessThan(10)
  })
})
