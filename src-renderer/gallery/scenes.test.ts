import { expect, it } from 'vitest'
import { RequestId, SessionId } from '../../src-shared/domain/ids.ts'
import { RequestRecord } from '../../src-shared/domain/relay.ts'
import { type Input, pushes, type RequestName, requests } from '../../src-shared/ipc/contract.ts'
import { apply, Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { fakeBridge, REFUSED, UNREACHABLE } from '../link/fake-bridge.ts'
import { AT, anthropic, keyId, zai } from './made-up.ts'
import { sceneNamed, scenes } from './scenes.ts'

it('gives each scene a name of its own', () => expect(new Set(scenes.map(({ name }) => name)).size).toBe(scenes.length))

it.each(scenes.map((scene) => [scene.name, scene.world] as const))('%s could come from main', (_, world) => {
  expect(() => Snapshot.parse(world.snapshot)).not.toThrow()
  expect(() => RequestRecord.array().parse(world.requests)).not.toThrow()
})

const launchId = SessionId.parse('launch-api')

const inputs: { [N in RequestName]: Input<N> } = {
  'snapshot.get': undefined,
  'requests.list': undefined,
  'requests.forget': undefined,
  'kept.forget': { what: 'sessions' },
  'requests.get': { id: RequestId.parse('none') },
  'key.recognise': { secret: 'sk-ant-1234' },
  'key.add': { provider: { id: anthropic.id }, label: 'new', secret: 'sk-ant-1234' },
  'key.rename': { id: keyId('work'), label: 'home' },
  'key.enable': { id: keyId('work'), enabled: false },
  'key.replace': { id: keyId('old-laptop'), secret: 'sk-ant-5678' },
  'key.remove': { id: keyId('spare') },
  'key.restore': { id: keyId('spare') },
  'key.test': { id: keyId('work') },
  'key.account': { id: keyId('work') },
  'key.clearCooldowns': {},
  'key.care': {
    id: keyId('work'),
    reserve: 0.2,
    dailyUsd: 10,
    tags: ['ci'],
    note: 'Ask Kim.',
    expiresOn: '2026-12-31',
  },
  'key.past': { id: keyId('work') },
  'key.pause': { id: keyId('work'), for: 60 },
  'key.resume': { id: keyId('work') },
  'key.reorder': { order: [keyId('personal'), keyId('work')] },
  'intake.paste': { text: 'sk-ant-1234\nsk-ant-5678' },
  'intake.places': undefined,
  'intake.file': { from: { place: 'claude' } },
  'intake.test': { batch: 'none', row: '0', provider: { id: anthropic.id } },
  'intake.take': { batch: 'none', enabled: true, rows: [{ row: '0', provider: { id: anthropic.id }, label: 'new' }] },
  'export.save': { passphrase: null },
  'intake.drop': { batch: 'none' },
  'provider.update': { id: anthropic.id, enabled: true, mapping: { opus: 'x' } },
  'provider.tryNow': { id: anthropic.id },
  'provider.speed': { id: anthropic.id },
  'provider.remove': { id: zai.id },
  'provider.restore': { id: zai.id },
  'provider.add': { type: 'kimi' },
  'provider.rename': { id: zai.id, name: 'glm' },
  'provider.models': { id: anthropic.id },
  'provider.check': { id: anthropic.id },
  'choice.set': { provider: anthropic.id },
  'relay.pause': undefined,
  'relay.resume': undefined,
  'settings.patch': { listen: '127.0.0.1:9000' },
  'zoom.step': { step: 1 },
  'config.reload': undefined,
  'log.debugFor': { minutes: 10 },
  'token.copy': undefined,
  'token.rotate': undefined,
  'env.copy': { shell: 'posix' },
  'address.copy': undefined,
  'claude.pickFolder': undefined,
  'claude.launch': { folder: null },
  'claude.terminals': undefined,
  'claude.examine': { folder: null },
  'log.recent': { after: 0, about: null },
  'claude.planSettings': { on: true },
  'claude.changeSettings': { on: true, print: 'made-up' },
  'claude.prepare': { folder: '/home/me', place: 'xterm' },
  'session.pause': { id: launchId },
  'session.resume': { id: launchId },
  'session.assign': { id: launchId, profile: 'side' },
  'session.end': { id: launchId },
  'profile.put': { was: 'side', profile: { name: 'other', provider: null, models: {}, budget: { daily_usd: 2 } } },
  'profile.remove': { name: 'careful' },
  'practice.start': undefined,
  'practice.stop': undefined,
  'app.showConfig': undefined,
  'app.showLogs': undefined,
  'app.showVendor': { type: 'kimi', page: 'keys' },
  'app.quit': undefined,
}

it('keeps the contract, row by row and patch by patch', async () => {
  const { world } = sceneNamed('sessions')
  const link = fakeBridge(world, () => AT)
  let mirror: Snapshot | null = world.snapshot
  link.subscribe('snapshot.patched', (patch) => {
    mirror = mirror && apply(mirror, pushes['snapshot.patched'].parse(patch))
  })
  for (const [name, input] of Object.entries(inputs) as [RequestName, never][]) {
    const reply = await link.invoke(name, input)
    if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
    expect(() => requests[name].output.parse(reply.value)).not.toThrow()
  }
  const whole = await link.invoke('snapshot.get', undefined)
  expect(whole.ok && whole.value.snapshot).toEqual(mirror)
})

it('refuses a key, and does not reach a provider, when asked to', async () => {
  const link = fakeBridge(sceneNamed('few').world, () => AT)
  const add = (secret: string) => link.invoke('key.add', { provider: { id: anthropic.id }, label: 'new', secret })
  expect(await add(`sk-ant-${REFUSED}`)).toMatchObject({ ok: false, error: { code: 'refused' } })
  expect(await add(`sk-ant-${UNREACHABLE}`)).toMatchObject({ ok: false, error: { code: 'unreachable' } })
})
