import { expect, it } from 'vitest'
import { SessionId } from '../../src-shared/domain/ids.ts'
import type { SessionView } from '../../src-shared/domain/session.ts'
import { key, labels, menu, model, NOW, snapshot, withInput } from './tray-made-up.ts'

const free = { micros: 0, priced: 0, unpriced: 0, asOf: null }
const session = (id: string, more: Partial<SessionView> = {}): SessionView => ({
  ...{ id: SessionId.parse(id), kind: 'launch', state: 'open', folder: `/home/me/code/${id}`, place: 'xterm' },
  ...{ profile: null, startedAt: NOW - 1000, endedAt: null, lastAt: null, model: null, providerId: null },
  ...{ keyLabel: null, requests: 0, underWay: 0, usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 } },
  cost: free,
  ...more,
})
const by = (...all: SessionView[]) => ({ sessions: Object.fromEntries(all.map((one) => [one.id, one])) })

it('names the sessions at work, by folder, with what each does and cost', () => {
  const made = model(
    [key('a')],
    by(
      session('api', { underWay: 1, cost: { ...free, micros: 210_000, priced: 3 } }),
      session('maps', { state: 'paused', startedAt: NOW - 2000 }),
      session('gone', { state: 'ended', endedAt: NOW - 10 }),
    ),
  )
  expect(labels(menu(made, '2 sessions'))).toEqual(['code/api: working, $0.21', 'code/maps: paused'])
  expect(menu(made, '2 sessions')[0]).toMatchObject({ action: { kind: 'session', id: 'api' } })
})

it('has no such menu while nobody works', () => {
  const over = by(session('gone', { state: 'closed', endedAt: NOW }))
  expect(labels(model([key('a')], over).rows).join()).not.toContain('session')
})

it('names ten and counts the rest', () => {
  const many = by(...Array.from({ length: 12 }, (_, i) => session(`s${i}`, { startedAt: NOW - i })))
  expect(labels(menu(model([key('a')], many), '12 sessions')).slice(-2)).toEqual([
    'code/s9: open',
    '2 more in the window',
  ])
})

const { settings } = snapshot([])
const wanted = { settings: { ...settings, tray_percent: true } }

it.each([
  ['what is left of the tightest limit', [withInput('a', 0.71)], wanted, '71%'],
  ['nothing where no limit is known', [key('a')], wanted, ''],
  ['nothing while the relay is stopped', [withInput('a', 0.71)], { ...wanted, relay: { kind: 'stopped' } }, ''],
  ['nothing unless it is wanted', [withInput('a', 0.71)], {}, ''],
] as const)('says beside the icon %s', (_what, keys, more, title) => {
  expect(model([...keys], more).title).toBe(title)
})
