import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StopWords } from './stop-words.ts'

const said = (words: readonly string[], pieces: readonly string[]) => {
  const stops = new StopWords(words)
  return [pieces.map((it) => stops.push(it)).join('') + stops.rest(), stops.hit]
}

/** Letter by letter, as a server that writes would meet it; of two that end together the longer one. */
function wholeFirst(words: readonly string[], text: string) {
  for (let end = 1; end <= text.length; end += 1) {
    const [word] = words.filter((it) => text.slice(0, end).endsWith(it)).toSorted((a, b) => b.length - a.length)
    if (word !== undefined) return { word, end }
  }
  return null
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
        const first = wholeFirst(words, whole)
        expect(said(words, pieces)).toEqual(
          first ? [whole.slice(0, first.end - first.word.length), first.word] : [whole, null],
        )
      }),
    )
  })

  it('ends at a word that is whole before one that began earlier, in one piece as in two', () => {
    expect(said(['baa', 'a'], ['baa'])).toEqual(['b', 'a'])
    expect(said(['baa', 'a'], ['ba', 'a'])).toEqual(['b', 'a'])
  })

  it('is told as it comes, but for what might become the word', () => {
    const stops = new StopWords(['</end>'])
    expect([stops.push('one </e'), stops.push('x two'), stops.push('</end> three')]).toEqual(['one ', '</ex two', ''])
  })
})
