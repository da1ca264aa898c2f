import { expect, it } from 'vitest'
import { age, countdown, duration, figure, percent, sentence, tokens } from './format.ts'

it.each([
  [0, '0:00'],
  [1, '0:01'],
  [17_000, '0:17'],
  [125_000, '2:05'],
  [3_720_000, '1:02:00'],
  [86_400_000, '1 d'],
  [3 * 86_400_000 + 3_600_001, '3 d 2 h'],
])('counts %i ms down as %s', (ms, words) => expect(countdown(ms)).toBe(words))

it.each([
  [0, '0'],
  [412, '412'],
  [999, '999'],
  [1000, '1k'],
  [8100, '8.1k'],
  [9960, '10k'],
  [999_499, '999k'],
  [999_500, '1M'],
  [3_500_000, '3.5M'],
])('shortens %i tokens to %s', (n, words) => expect(tokens(n)).toBe(words))

it.each([
  [0, '0%'],
  [0.001, '1%'],
  [0.71, '71%'],
  [0.999, '99%'],
  [1, '100%'],
])('writes a share of %f as %s', (share, words) => expect(percent(share)).toBe(words))

it.each([
  [600, '0.6 s'],
  [6400, '6.4 s'],
  [12_300, '12 s'],
  [125_000, '2:05'],
])('writes %i ms as %s', (ms, words) => expect(duration(ms)).toBe(words))

it.each([
  [0, '0'],
  [3680.4, '3,680'],
  [9999.4, '9,999'],
  [9999.6, '10k'],
  [319_000, '319k'],
])('writes a figure of %f as %s', (n, words) => expect(figure(n)).toBe(words))

it.each([
  [-5, '0 s'],
  [3999, '3 s'],
  [240_000, '4 min'],
  [7_300_000, '2 h'],
  [5 * 86_400_000, '5 d'],
])('says of %i ms that they are %s', (ms, words) => expect(age(ms)).toBe(words))

it.each([
  ['most room: 84% left', 'Most room: 84% left.'],
  ['It rests.', 'It rests.'],
])('makes a sentence of %s', (fragment, words) => expect(sentence(fragment)).toBe(words))
