import { describe, expect, it } from 'vitest'
import type { KeyView } from '../../src-shared/domain/key.ts'
import { AT, inS, key, keyId, lane, oneWindow, windows } from '../gallery/made-up.ts'
import {
  coolingLane,
  gaugeLabel,
  gaugeTip,
  laneSource,
  refillWords,
  sharedNote,
  sourceWords,
  statusSentence,
  tightestWords,
} from './key-words.ts'

const some = [lane('sonnet-5', windows([92, 3], [63, 8], [84, 5]))]
const ready = key('a', 'work', '4f2a', { lanes: some })
const as = (status: KeyView['status']) => key('a', 'work', '4f2a', { lanes: some, status })

describe('a row', () => {
  it.each([
    [ready, 'input 63%', 'plain'],
    [key('a', 'a', '', { lanes: [lane('*', windows([60], [19], [80]))] }), 'input 19%', 'warn'],
    [as({ kind: 'limited', until: inS(5) }), 'input 63%', 'warn'],
    [as({ kind: 'cooling', until: inS(5), reason: '' }), 'cooling', 'warn'],
    [as({ kind: 'invalid', since: AT, reason: '' }), 'refused', 'bad'],
    [as({ kind: 'disabled' }), 'off', 'quiet'],
    [key('a', 'a', ''), '', 'quiet'],
  ])('says what is tightest', (view, text, tone) => expect(tightestWords(view, AT)).toEqual({ text, tone }))

  it.each([
    [ready, AT, 'full in 0:18'],
    [ready, inS(60), 'full'],
    [as({ kind: 'limited', until: inS(21) }), AT, 'room in 0:21'],
    [as({ kind: 'limited', until: inS(21) }), inS(22), 'room now'],
    [as({ kind: 'cooling', until: inS(42), reason: '' }), AT, 'back in 0:42'],
    [as({ kind: 'cooling', until: inS(42), reason: '' }), inS(42), 'back now'],
    [as({ kind: 'disabled' }), AT, ''],
    [key('a', 'a', ''), AT, ''],
  ])('says when there is more', (view, now, words) => expect(refillWords(view, now).text).toBe(words))
})

describe('the gauge', () => {
  it('is told in words', () =>
    expect(gaugeLabel(windows([92, 3], [63, 8], [84, 5]), AT)).toBe('Left: requests 92%, input 63%, output 84%'))

  it('leaves out what is not known', () => expect(gaugeLabel({ itpm: oneWindow(100, 50) }, AT)).toBe('Left: input 50%'))

  it('has its figures in the tip, with what is lent', () =>
    expect(gaugeTip({ rpm: oneWindow(4000, 92, 3), itpm: oneWindow(450_000, 63) }, AT)).toBe(
      'RPM 3,680 of 4,000, 120 lent\nITPM 284k of 450k',
    ))

  it('never shows a debt as less than nothing', () =>
    expect(gaugeTip({ rpm: oneWindow(100, -20) }, AT)).toBe('RPM 0 of 100'))
})

describe('the inspector', () => {
  it.each([
    [ready, 'Ready. Input is tightest at 63%, full again in 0:18.'],
    [key('a', 'a', ''), 'Ready. No limit seen yet; the first answer brings it.'],
    [as({ kind: 'limited', until: inS(21) }), 'Used up for the moment; room in 0:21.'],
    [as({ kind: 'cooling', until: inS(42), reason: '429 at 14:02' }), '429 at 14:02. Back in 0:42.'],
    [as({ kind: 'invalid', since: AT, reason: 'It is refused.' }), 'It is refused.'],
    [as({ kind: 'paused', by: 'user', until: inS(42) }), 'Paused by you. Back in 0:42.'],
    [as({ kind: 'disabled' }), 'Turned off; requests pass it by.'],
  ])('says how a key stands', (view, words) => expect(statusSentence(view, AT)).toBe(words))

  it('says who told a limit, and when', () => {
    const unseen = { ...oneWindow(1, 1), seenAt: null }
    const ceiling = { ...unseen, source: 'ceiling' as const }
    expect(sourceWords(oneWindow(1, 1), AT)).toBe('from headers, 3 s ago')
    expect(sourceWords(unseen, AT)).toBe('learned before the restart')
    expect(sourceWords(ceiling, AT)).toBe('your ceiling')
    expect(laneSource(lane('*', windows([1], [1], [1])), AT)).toBe('from headers, 3 s ago')
    expect(laneSource(lane('*', { rpm: oneWindow(1, 1), itpm: ceiling }), AT)).toBe('')
    expect(laneSource(lane('*', {}), AT)).toBe('no limit seen yet')
  })
})

describe('what is to come', () => {
  const used = (burn: number) =>
    key('a', 'work', '', { lanes: [lane('*', { itpm: { ...oneWindow(60_000, 50), burn } })] })

  it('is said of what runs out within ten minutes at this pace', () => {
    expect(refillWords(used(1100), AT)).toEqual({ text: 'out in 5 min', tone: 'warn' })
    expect(statusSentence(used(1100), AT)).toMatch(/ At this pace input runs out in 5 min\.$/)
    expect(refillWords(used(1010), AT).text).toBe('full in 0:30')
    expect(refillWords(used(900), AT).text).toBe('full in 0:30')
  })

  it('is when the usual request has room', () => {
    const usual = { rpm: 1, itpm: 42_000, otpm: 10 }
    const waits = key('a', 'work', '', { lanes: [{ ...lane('*', { itpm: oneWindow(60_000, 50) }), usual }] })
    expect(statusSentence(waits, AT)).toMatch(/ Room for your usual request in 0:12\.$/)
    expect(refillWords({ ...waits, status: { kind: 'limited', until: inS(1) } }, AT).text).toBe('room in 0:12')
  })
})

describe('the note', () => {
  const shared = key('a', 'a', '', { sharedWith: [keyId('b'), keyId('c')] })
  const labelOf = (id: string) => ({ b: 'personal', c: 'team' })[id]

  it('names the organization, else the keys that share', () => {
    expect(sharedNote({ ...shared, organization: 'Acme' }, labelOf)).toBe('shared at Acme')
    expect(sharedNote(shared, labelOf)).toBe('shares its limits with personal, team')
    expect(sharedNote(ready, labelOf)).toBeNull()
  })

  it('tells of one group of models that cools while the key is ready', () => {
    const view = key('a', 'a', '', { lanes: [lane('opus-5', {}, inS(42))] })
    expect(coolingLane(view, AT)?.text).toBe('Opus 5 cools for 0:42')
    expect(coolingLane(view, inS(43))).toBeNull()
    expect(coolingLane({ ...view, status: { kind: 'cooling', until: inS(9), reason: '' } }, AT)).toBeNull()
  })

  it('leaves the tracks to a group that can be used', () => {
    const used = lane('opus-5', windows([64], [0], [41]), inS(42))
    const free = lane('haiku-5', windows([90], [71], [80]))
    expect(tightestWords(key('a', 'a', '', { lanes: [used, free] }), AT).text).toBe('input 71%')
    expect(tightestWords(key('a', 'a', '', { lanes: [used] }), AT).text).toBe('input 0%')
  })
})
