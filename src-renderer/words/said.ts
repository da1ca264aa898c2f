/** A few words and how they are drawn. Colour is news: `plain` unless something happened. */
export interface Said {
  readonly text: string
  readonly tone: Tone
}
export type Tone = 'plain' | 'quiet' | 'warn' | 'bad'

export const said = (text: string, tone: Tone = 'plain'): Said => ({ text, tone })
export const nothing: Said = { text: '', tone: 'quiet' }
