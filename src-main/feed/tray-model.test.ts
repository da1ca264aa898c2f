import { expect, it } from 'vitest'
import { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import type { KeyView } from '../../src-shared/domain/key.ts'
import type { ProviderView } from '../../src-shared/domain/provider.ts'
import type { RelayStatus } from '../../src-shared/domain/relay.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { key, labels, menu, model, NOW, provider, snapshot, withInput } from './tray-made-up.ts'
import { type TrayModel, trayModel } from './tray-model.ts'

it('is laid out as status, keys, choices, launch, app', () => {
  expect(
    labels(model([withInput('work', 0.71), key('spare', { kind: 'cooling', until: NOW + 42_000, reason: '' })]).rows),
  ).toEqual([
    'Running on 8787',
    '71% of input left, 1 of 2 keys',
    '-',
    'work: input 71%',
    'spare: back in 0:42',
    '-',
    'Provider: automatic',
    'Model: as asked',
    '-',
    'Launch Claude Code…',
    'Copy environment',
    '-',
    'Open CC Relay',
    'Pause',
    'Settings…',
    'Quit',
  ])
})

it.each<[string, Partial<Snapshot>, string, TrayModel['icon']]>([
  ['running', {}, 'Running on 8787', 'live'],
  ['in practice', { practice: true }, 'Practice, running on 8787', 'live'],
  ['paused', { relay: { kind: 'paused', host: '', port: 8787 } }, 'Paused', 'idle'],
  ['starting', { relay: { kind: 'starting' } }, 'Starting', 'idle'],
  ['stopped', { relay: { kind: 'stopped' } }, 'Stopped', 'idle'],
  ['draining', { relay: { kind: 'draining', left: 2 } }, 'Finishing 2 requests', 'idle'],
  ['done draining', { relay: { kind: 'draining', left: 0 } }, 'Closing', 'idle'],
  [
    'shut out of its port',
    { relay: { kind: 'failed', code: 'port_taken', host: '', port: 8787, message: '' } },
    'Port 8787 is in use by another program',
    'alert',
  ],
  [
    'broken',
    { relay: { kind: 'failed', code: 'other', host: '', port: 80, message: '' } },
    'Not listening on 80',
    'alert',
  ],
])('says that it is %s', (_what, more, words, icon) => {
  const made = model([key('work')], more)
  expect(labels(made.rows)[0]).toBe(words)
  expect(made.icon).toBe(icon)
})

const waiting = key('b', { kind: 'limited', until: NOW + 21_000 })
const off = key('off', { kind: 'disabled' })
const refused = key('bad', { kind: 'invalid', since: 0, reason: 'x' })

it.each<[string, KeyView[], string, TrayModel['icon']]>([
  ['no key', [], 'No keys yet', 'idle'],
  ['no limit seen', [key('a'), waiting], '1 of 2 keys ready', 'live'],
  ['one key', [withInput('a', 0.9)], '90% of input left, 1 of 1 key', 'live'],
  ['none ready yet', [waiting], '0:21 until the next key', 'alert'],
  ['none ready ever', [off], 'No key can be used', 'alert'],
  ['one refused beside a good one', [withInput('a', 0.5), refused], '50% of input left, 1 of 2 keys', 'alert'],
  [
    'a twin counted once',
    [withInput('a', 0.5), withInput('c', 0.5, { sharedWith: [KeyId.parse('a')] })],
    '50% of input left, 2 of 2 keys',
    'live',
  ],
])('says how the pool stands: %s', (_what, keys, words, icon) => {
  const made = model(keys)
  expect(labels(made.rows)[1]).toBe(words)
  expect(made.icon).toBe(icon)
})

it.each<[KeyView, string]>([
  [key('a'), 'a: no limit seen yet'],
  [withInput('a', 0.004), 'a: input 1%'],
  [waiting, 'b: room in 0:21'],
  [key('b', { kind: 'limited', until: NOW }), 'b: room now'],
  [key('c', { kind: 'cooling', until: NOW + 3_600_000, reason: '' }), 'c: back in 1:00:00'],
  [refused, 'bad: refused'],
  [off, 'off: off'],
])('says of a key the one thing worth knowing: %#', (one, words) => expect(labels(model([one]).rows)[3]).toBe(words))

it('names a key once whose limits another one shares, unless something is wrong with it', () => {
  const twins = { sharedWith: [KeyId.parse('work')] }
  const rows = labels(
    model([withInput('work', 0.7), withInput('ci', 0.7, twins), key('old', { kind: 'disabled' }, twins)]).rows,
  )
  expect(rows.slice(3, 6)).toEqual(['work: input 70%', 'ci: shared with work', 'old: off'])
})

it('names five keys and counts the rest', () => {
  const rows = labels(model(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((label) => key(label))).rows)
  expect(rows.slice(7, 10)).toEqual(['e: no limit seen yet', '2 more in the window', '-'])
})

it('offers each provider in use and checks the chosen one', () => {
  const providers = [
    provider('anthropic'),
    provider('zai', { type: 'zai', circuit: { kind: 'open', since: 0, until: NOW + 18_000, reason: '' } }),
    provider('mine', { type: 'ollama' }),
    provider('unused', { enabled: false }),
  ]
  const made = model([key('a')], { choice: { provider: ProviderId.parse('mine'), model: null } }, providers)
  expect(labels(made.rows)).toContain('Provider: mine')
  expect(menu(made, 'Provider')).toEqual([
    { kind: 'radio', label: 'automatic', checked: false, action: { kind: 'provider', id: null } },
    { kind: 'radio', label: 'Anthropic', checked: false, action: { kind: 'provider', id: 'anthropic' } },
    {
      kind: 'radio',
      label: 'Z.AI: not answering, next try in 0:18',
      checked: false,
      action: { kind: 'provider', id: 'zai' },
    },
    { kind: 'radio', label: 'mine', checked: true, action: { kind: 'provider', id: 'mine' } },
  ])
})

it('keeps a chosen provider in sight that is switched off', () => {
  const choice = { provider: ProviderId.parse('gone'), model: null }
  const made = model([key('a')], { choice }, [provider('anthropic'), provider('gone', { enabled: false })])
  expect(labels(menu(made, 'Provider'))).toEqual(['automatic', 'Anthropic', 'gone: off'])
})

it('offers the models of the chosen provider, else of all', () => {
  const two = [provider('anthropic'), provider('zai', { type: 'zai' })]
  expect(labels(menu(model([key('a')], {}, two), 'Model'))).toEqual(['as asked', 'anthropic Large', 'zai Large'])
  const choice = { provider: ProviderId.parse('zai'), model: 'zai-large' }
  const made = model([key('a')], { choice }, two)
  expect(labels(menu(made, 'Model'))).toEqual(['as asked', 'zai Large'])
  expect(labels(made.rows)).toContain('Model: zai Large')
})

it('keeps a chosen model in sight that nobody lists', () => {
  const made = model([key('a')], { choice: { provider: null, model: 'secret-model' } })
  expect(menu(made, 'Model').at(-1)).toMatchObject({ label: 'secret-model', checked: true })
})

it('offers the way out of each state of the relay', () => {
  const offers = (relay: RelayStatus) => labels(model([key('a')], { relay }).rows).slice(-4)
  expect(offers({ kind: 'paused', host: '', port: 1 })).toContain('Resume')
  expect(offers({ kind: 'stopped' })).toContain('Start')
  expect(offers({ kind: 'failed', code: 'other', host: '', port: 1, message: '' })).toContain('Try again')
  expect(offers({ kind: 'draining', left: 1 })).toContain('Quit now')
})

it('launches only where something would answer', () => {
  const launch = (more: Partial<Snapshot>) =>
    model([key('a')], more).rows.find((row) => row.kind === 'item' && row.action.kind === 'launch')
  expect(launch({})).toMatchObject({ enabled: true })
  expect(launch({ relay: { kind: 'stopped' } })).toMatchObject({ enabled: false })
})

it('offers the folders of late, each with the profile it remembers', () => {
  expect(menu(model([key('a')]), 'Launch in')).toEqual([])
  const { settings } = snapshot([])
  const recent_folders = [
    { path: '/side/maps', profile: 'side' },
    { path: '/code/api', profile: null },
  ]
  const more = { settings: { ...settings, recent_folders } }
  const rows = menu(model([key('a')], more), 'Launch in')
  expect(labels(rows)).toEqual(['/side/maps: side', '/code/api', '-', 'Forget these folders'])
  expect(rows[0]).toMatchObject({ enabled: true, action: { kind: 'launch_in', folder: '/side/maps' } })
  expect(menu(model([key('a')], { ...more, relay: { kind: 'stopped' } }), 'Launch in')[0]).toMatchObject({
    enabled: false,
  })
})

it('offers the shells of the system', () => {
  expect(labels(menu(model([]), 'Copy'))).toEqual(['sh, bash, zsh', 'fish', 'PowerShell'])
  expect(labels(menu(model([], { platform: 'win32' }), 'Copy'))).toEqual(['PowerShell', 'cmd', 'sh, bash, zsh'])
})

it('has a tooltip of three lines', () => {
  expect(model([withInput('a', 0.5)]).tooltip).toBe(
    'CC Relay: Running on 8787\n50% of input left, 1 of 1 key\nProvider: automatic, Model: as asked',
  )
})

it.each<[string, KeyView[], boolean]>([
  ['nothing is known', [key('a')], false],
  ['all is full', [withInput('a', 1)], false],
  ['a bucket refills', [withInput('a', 0.5)], true],
  ['a key waits', [waiting], true],
  ['a key is off', [off], false],
])('knows whether time alone changes it: %s', (_what, keys, waits) => expect(model(keys).waiting).toBe(waits))

it('offers the way back to the provider that others stand in for', () => {
  const down = provider('anthropic', { circuit: { kind: 'open', since: 0, until: NOW + 18_000, reason: 'It failed.' } })
  const offers = (...providers: ProviderView[]) => JSON.stringify(trayModel(snapshot([], {}, providers), NOW).rows)
  expect(offers(down, provider('zai'))).toContain('Return to Anthropic now')
  expect(offers(down) + offers(provider('zai'), down)).not.toContain('Return to Anthropic now')
})

it('counts notices that nobody has seen', () =>
  expect(trayModel(snapshot([]), NOW, 2).rows[2]).toMatchObject({ label: '2 notices in the window' }))
