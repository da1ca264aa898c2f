import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StopWords } from './stop-words.ts'

const said = (words: readonly string[], pieces: readonly string[]) => {
  const stops = new StopWords(words)
  return [pieces.map((it) => stops.push(it)).join('') + stops.rest(), stops.hit]
}

describe('a text that ends at a word', () => {
  const unit = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '漢'), maxLength: 6 })
  const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), minLength: 1, maxLength: 3 }), {
    maxLength: 3,
  })

  it('ends at the first of them, however it is cut, and no letter before it is lost', () => {
    fc.assert(
      fc.property(words, fc.array(unit, { maxLength: 8 }), (words, pieces) => {
        const whole = pieces.join('')
        const at = Math.min(...words.map((word) => whole.indexOf(word)).filter((it) => it >= 0))
        const [text, hit] = said(words, pieces)
        expect(text).toBe(Number.isFinite(at) ? whole.slice(0, at) : whole)
        expect(hit === null).toBe(!Number.isFinite(at))
        if (hit !== null) expect(whole.startsWith(String(hit), at)).toBe(true)
      }),
    )
  })

  it('is told as it comes, but for what might become the word', () => {
    const stops = new StopWords(['</end>'])
    expect([stops.push('one </e'), stops.push('x two'), stops.push('</end> three')]).toEqual(['one ', '</ex two', ''])
  })
})
