import { expect, it } from 'vitest'
import type { KeyView } from '../../src-shared/domain/key.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { AT, anthropic, inS, key, lane, snapshot, windows, zai } from '../gallery/made-up.ts'
import { headline, loginLine } from './pool-words.ts'

const at = (left: number) => [lane('*', windows([90], [left], [80]))]
const ready = key('a', 'a', '', { lanes: at(60) })
const limited = key('b', 'b', '', { lanes: at(20), status: { kind: 'limited', until: inS(21) }, inFlight: 2 })
const off = key('c', 'c', '', { status: { kind: 'disabled' } })

function line(keys: KeyView[], said: Partial<Snapshot> = {}, now = AT) {
  const { figure, sentence, sub } = headline(snapshot(keys, said), now)
  return [figure?.text ?? null, sentence.map(({ text }) => text).join(' '), sub]
}

it('says what is left of the tightest, over all keys that can be used', () =>
  expect(line([ready, limited, off])).toEqual(['40%', 'of input is left on 1 of 3 keys.', 'Output 80%, requests 90%.']))

it('speaks of requests as of many', () =>
  expect(line([key('a', 'a', '', { lanes: [lane('*', windows([40], [90], [80]))] })])[1]).toBe(
    'of requests are left on 1 key.',
  ))

it('is right a moment later without any news', () => expect(line([ready, off], {}, inS(6))[0]).toBe('70%'))

it('claims nothing where no limit is known', () =>
  expect(line([key('a', 'a', '')])).toEqual([null, '1 key ready.', 'No limit seen yet; the first answer brings it.']))

it('counts down to the next key where none is ready', () => {
  expect(line([limited, off])).toEqual(['0:21', 'until the next key. It is full.', '2 requests are under way.'])
  expect(headline(snapshot([limited]), AT).figure?.tone).toBe('warn')
})

it('says so where none ever will be', () =>
  expect(line([off])).toEqual([null, 'No key can be used.', 'Turn one on, replace a refused one, or add another.']))

it('names the provider that does not answer, and when it is tried again', () => {
  const circuit = { kind: 'open' as const, since: AT, until: inS(18), reason: '' }
  const providers = { [anthropic.id]: { ...anthropic, circuit }, [zai.id]: zai }
  expect(line([ready], { providers })[1]).toBe(
    'of input is left on 1 key, but Anthropic is not answering; trying again in 0:18.',
  )
  expect(line([ready], { providers: { [anthropic.id]: { ...anthropic, circuit, enabled: false } } })[1]).toBe(
    'of input is left on 1 key.',
  )
})

it.each([
  [{ kind: 'paused', host: '', port: 1 }, 'The relay is paused.'],
  [{ kind: 'stopped' }, 'The relay is stopped.'],
  [
    { kind: 'failed', code: 'port_taken', host: '', port: 1, message: '' },
    'Nothing reaches the relay until it has an address.',
  ],
] as const)('speaks of the relay first when it is %j', (relay, words) => {
  const [figure, sentence] = line([ready], { relay })
  expect(figure).toBeNull()
  expect(sentence).toBe(words)
})

it('shows what is used up of the limits of a Claude login, and when there is room again', () => {
  const window = (name: string, utilization: number, more = {}) => ({
    ...{ name, utilization, status: 'allowed' as const, resetAt: inS(600) },
    ...more,
  })
  const line = (...windows: ReturnType<typeof window>[]) => loginLine({ login: { status: null, windows } }, AT)
  expect(line(window('5h', 0.42), window('7d', 0.1))).toBe('Your Claude login: 5 h 42%, 7 d 10%.')
  const full = window('5h', 1, { status: 'rejected', resetAt: inS(42) })
  expect(line(full)).toBe('Your Claude login: 5 h used up, room in 0:42.')
  expect(loginLine({ login: { status: null, windows: [full] } }, inS(43))).toBeNull()
  expect(loginLine({ login: null }, AT)).toBeNull()
})
