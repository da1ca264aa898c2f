import { expect, it } from 'vitest'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { AT } from '../gallery/made-up.ts'
import { sceneNamed, scenes } from '../gallery/scenes.ts'
import { fakeBridge, type World } from './fake-bridge.ts'
import { createVeil } from './veil.ts'
import { veiledLink } from './veiled-link.ts'

/** Every private word of a world, seeded so that no ordinary sentence holds it. */
const seeded = (value: unknown, member = '', around = ''): unknown => {
  if (typeof value === 'string') {
    const isName = /^(label|keyLabel|knownAs|organization|note|tags|folder|last_folder|profile)$/.test(member)
    const isOther = (around === 'profiles' && member === 'name') || (around === 'recent_folders' && member === 'path')
    if (value !== '' && (isName || isOther)) return `Zyx ${value}`
    return /^(why|said|because|reason|message|problem)$/.test(member) && value !== '' ? `${value} Zyx work.` : value
  }
  if (Array.isArray(value)) return value.map((one) => seeded(one, member, around))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, seeded(one, name, member)]))
}
const hidden = ({ world }: { world: World }): World => {
  const { snapshot, ...rest } = seeded(world) as World
  const settings = { ...snapshot.settings, hide_private: true }
  // Whoever speaks of a key has one of that name.
  return { ...rest, snapshot: { ...snapshot, settings, profiles: [...snapshot.profiles, named('Zyx work')] } }
}
const named = (name: string): Snapshot['profiles'][number] => ({
  ...{ name, provider: null, models: {}, budget: {}, spent: { today: 1_230_000, total: 4_560_000 } },
})

it.each(scenes.filter(({ world }) => world.state === undefined))(
  '$name gives away nothing while it is hidden',
  async (scene) => {
    const world = hidden(scene)
    const link = veiledLink(
      fakeBridge(world, () => AT),
      () => {},
    )
    const said = JSON.stringify([
      await link.invoke('snapshot.get', undefined),
      await link.invoke('requests.list', undefined),
      await link.invoke('intake.paste', { text: 'sk-ant-0000' }),
      await link.invoke('intake.places', undefined),
      await link.invoke('claude.examine', { folder: null }),
      await link.invoke('log.recent', { after: 0, about: null }),
    ])
    expect(said).not.toMatch(/Zyx/)
    expect(said).not.toMatch(/\/home\/|\$\d/)
    expect(said).not.toMatch(/"(micros|usd|today)":\d/)
  },
)

it('sends the real words back that stand-ins stand for', async () => {
  const world = sceneNamed('sessions').world
  const sent: unknown[] = []
  const bare = fakeBridge(
    { ...world, snapshot: { ...world.snapshot, settings: { ...world.snapshot.settings, hide_private: true } } },
    () => AT,
  )
  const invoke: typeof bare.invoke = (name, input) => {
    sent.push(input)
    return bare.invoke(name, input)
  }
  const link = veiledLink({ ...bare, invoke }, () => {})
  const reply = await link.invoke('snapshot.get', undefined)
  if (!reply.ok) throw new Error(reply.error.message)
  const { recent_folders, last_folder } = reply.value.snapshot.settings
  expect(recent_folders[0]).toEqual({
    path: expect.stringMatching(/^Folder\s\d$/),
    profile: expect.stringMatching(/^Profile\s\d$/),
  })
  await link.invoke('settings.patch', { recent_folders: [...recent_folders].reverse(), last_folder })
  expect(sent.at(-1)).toEqual({
    recent_folders: [...world.snapshot.settings.recent_folders].reverse(),
    last_folder: world.snapshot.settings.last_folder,
  })
})

it('asks for everything again when the setting is switched, and lets the window hide what it holds', async () => {
  const { world } = sceneNamed('few')
  let veiled = 0
  const link = veiledLink(
    fakeBridge(world, () => AT),
    () => veiled++,
  )
  await link.invoke('snapshot.get', undefined)
  const bases: number[] = []
  link.subscribe('snapshot.patched', ({ base }) => bases.push(base))
  await link.invoke('settings.patch', { hide_private: true })
  expect(veiled).toBe(0)
  await link.invoke('snapshot.get', undefined)
  expect(veiled).toBe(1)
  await link.invoke('settings.patch', { zoom: 110 })
  await link.invoke('settings.patch', { hide_private: false })
  expect(bases.map((base) => base === -1)).toEqual([true, false, true])
  expect(veiled).toBe(1)
})

it('takes nothing for private that is not', () => {
  const veil = createVeil()
  veil.over({ label: 'work' })
  expect(veil.over({ path: '/v1/messages', why: 'It is in network order.', id: 'work' })).toEqual({
    path: '/v1/messages',
    why: 'It is in network order.',
    id: 'work',
  })
  expect(veil.over({ why: 'work: 71% left' })).toEqual({ why: 'Key\u00a01: 71% left' })
})
