import { describe, expect, it } from 'vitest'
import { text } from '../../src-shared/text/text.ts'
import { readKeys } from '../gallery/intake-cast.ts'
import { anthropic, snapshot } from '../gallery/made-up.ts'
import { lineWords } from './line-words.ts'
import { isMany } from './use-add-key.ts'
import { isReady, type Line, labelAt, lineOffers, type RowState } from './use-intake.ts'

const words = text.window.sheets.intake
const [work, gateway] = readKeys.rows
if (!work || !gateway) throw new Error('the cast has changed')
const there = snapshot([], { providers: { [anthropic.id]: anthropic } })

const line = (state: RowState, over: Partial<Line> = {}): Line => ({
  ...{ row: work, offers: lineOffers(work, there), chosen: 'found', label: 'work', ticked: true, state },
  ...over,
})
const refused: RowState = { kind: 'tested', test: { verdict: 'refused', reason: 'No.' } }
const offline: RowState = { kind: 'tested', test: { verdict: 'unreachable', reason: 'Nobody there.' } }

it.each([
  ['sk-ant-api03-abc', false],
  ['  sk-ant-api03-abc\n', false],
  ['bGlrZSBiYXNlNjQ=', false],
  ['one\ntwo', true],
  ['A_KEY=sk-ant-api03-abc', true],
  ['{"key":"x"}', true],
  ['"quoted"', true],
])('tells one key from everything else: %j', (pasted, many) => expect(isMany(pasted)).toBe(many))

describe('a row', () => {
  it('goes where it was found for, or to any other provider', () => {
    expect(lineOffers(gateway, there)[0]).toEqual({
      value: 'found',
      label: 'gateway.eu-central.data-platform.example.com',
      target: { type: 'anthropic', baseUrl: gateway.baseUrl },
      address: gateway.baseUrl,
    })
    const labels = lineOffers(work, there).map(({ label }) => label)
    expect(new Set(labels).size).toBe(labels.length)
    expect(lineOffers({ ...work, type: null }, there).map(({ value }) => value)).not.toContain('found')
  })

  it('keeps its address with another kind of provider, and says where each choice leads', () => {
    const row = { ...gateway, baseUrl: 'http://127.0.0.1:39331' }
    const offers = lineOffers(row, there)
    expect(offers.find(({ value }) => value === 'type zai')).toEqual({
      value: 'type zai',
      label: 'Z.AI at 127.0.0.1:39331',
      target: { type: 'zai', baseUrl: row.baseUrl },
      address: row.baseUrl,
    })
    const placeOf = (label: string, all = offers) => all.find((it) => it.label === label)?.address
    expect(placeOf('Anthropic')).toBe(anthropic.baseUrl)
    const alone = lineOffers(row, snapshot([], { providers: {} }))
    expect(alone.find(({ value }) => value === 'type anthropic')).toMatchObject({
      target: { type: 'anthropic' },
      address: 'https://api.anthropic.com',
    })
    expect(lineOffers(work, there).every(({ address }) => address === null)).toBe(true)
  })

  it('takes the name of where it goes, unless it has one of its own', () => {
    const row = { ...gateway, baseUrl: 'http://127.0.0.1:39331' }
    const offers = lineOffers(row, there)
    const zai = offers.find(({ value }) => value === 'type zai')
    if (!zai) throw new Error('the offers have changed')
    const called = (label: string) => labelAt(line({ kind: 'untested' }, { row, offers, label }), zai, ['home'])
    expect(called('127.0.0.1:39331 2')).toBe('Z.AI at 127.0.0.1:39331')
    expect(called('work')).toBe('work')
  })

  it('goes to the provider that is here, by the name it has here', () => {
    const offers = lineOffers({ ...work, provider: anthropic.id, baseUrl: 'https://gate.example' }, there)
    expect(offers[0]).toMatchObject({ value: 'found', label: 'Anthropic', target: { id: anthropic.id } })
    expect(offers.filter(({ label }) => label === 'Anthropic')).toHaveLength(1)
  })

  it('can be stored when it is ticked, named, somebody’s, new and not refused', () => {
    expect(isReady(line({ kind: 'untested' }))).toBe(true)
    expect(isReady(line(offline))).toBe(true)
    const known = { row: { ...work, knownAs: 'home' } }
    for (const over of [{ ticked: false }, { label: ' ' }, { chosen: '' }, known]) {
      expect(isReady(line({ kind: 'untested' }, over))).toBe(false)
    }
    expect(isReady(line(refused))).toBe(false)
    expect(isReady(line({ kind: 'stored' }))).toBe(false)
  })

  it('says what is known of it', () => {
    expect(lineWords(line(refused))).toEqual({ text: words.refused('No.'), tone: 'bad' })
    expect(lineWords(line(offline))).toEqual({ text: words.anyway('Nobody there.'), tone: 'warn' })
    const failed: RowState = { kind: 'failed', message: 'invalid x-api-key', unreachable: false }
    expect(lineWords(line(failed))).toEqual({ text: 'Not added: invalid x-api-key', tone: 'bad' })
    expect(lineWords(line({ kind: 'untested' }, { row: { ...work, knownAs: 'home' } })).text).toBe(words.known('home'))
    const test = { verdict: 'accepted', organization: 'Acme', models: 1, ms: 3 } as const
    expect(lineWords(line({ kind: 'tested', test })).text).toBe('Accepted: 1 model, Acme.')
  })
})
